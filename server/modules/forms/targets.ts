import type { FieldTarget, FieldType, FormField } from '#contract/forms.ts'

/**
 * What each field fills in on the contact, by field key: what the form says (`mapsTo`), else what the key means in Spanish
 * or English, else what the type means. Each target is filled by one field; the rest are custom fields.
 */
export function targetsOf(fields: readonly FormField[]): ReadonlyMap<string, FieldTarget> {
  const targets = new Map<string, FieldTarget>()
  const taken = new Set<FieldTarget>()
  const assign = (field: FormField, target: FieldTarget | undefined) => {
    if (!target || targets.has(field.key) || (target !== 'custom' && taken.has(target)) || !canFill(field.type, target))
      return
    targets.set(field.key, target)
    taken.add(target)
  }
  for (const field of fields) assign(field, field.mapsTo)
  const hasLastName = fields.some((field) => (field.mapsTo ?? meaningOf(field.key)) === 'last_name')
  for (const field of fields) {
    const meaning = meaningOf(field.key)
    assign(field, meaning === 'full_name' && hasLastName ? 'first_name' : meaning)
  }
  for (const field of fields) assign(field, field.type === 'email' || field.type === 'phone' ? field.type : undefined)
  for (const field of fields) assign(field, 'custom')
  return targets
}

const textual: readonly FieldType[] = ['text', 'long_text', 'select', 'hidden']

/** Whether answers of that type can be read as that attribute. */
export function canFill(type: FieldType, target: FieldTarget): boolean {
  if (target === 'custom') return true
  if (target === 'email') return type === 'email' || type === 'text' || type === 'hidden'
  if (target === 'phone') return type === 'phone' || type === 'text' || type === 'hidden'
  return textual.includes(type)
}

const meaningOf = (key: string): FieldTarget | undefined => meanings.get(key.toLowerCase().replaceAll('_', ''))

const words: Partial<Record<FieldTarget, string>> = {
  email: 'email mail correo correoelectronico workemail emailaddress',
  phone: 'phone telefono tel mobile movil phonenumber celular',
  full_name: 'fullname name nombre nombrecompleto nombreyapellidos yourname',
  first_name: 'firstname givenname nombrepila',
  last_name: 'lastname surname familyname apellido apellidos',
  job_title: 'jobtitle cargo puesto position role',
  company: 'company companyname empresa organization organisation organizacion',
  country: 'country pais',
  region: 'region provincia province state comunidad',
  city: 'city ciudad poblacion localidad town',
  language: 'language idioma lang',
}
const meanings = new Map<string, FieldTarget>(
  Object.entries(words).flatMap(([target, keys]) =>
    keys.split(' ').map((key) => [key, target as FieldTarget] as const),
  ),
)
