/** A field as the form's definition has it. */
export type FormField = { key: string; label: string; options?: { value: string; label: string }[] }

/** What a person wrote, under the labels they read, in the order of the form; what the form no longer has comes last. */
export function answersOf(
  fields: Record<string, unknown> | null,
  formFields: readonly FormField[] | null,
): { key: string; label: string; value: string }[] {
  const known = new Map((formFields ?? []).map((field) => [field.key, field]))
  const keys = new Set([...known.keys(), ...Object.keys(fields ?? {})])
  return [...keys].flatMap((key) => {
    const value = fields?.[key] ?? null
    const field = known.get(key)
    const labels = new Map(field?.options?.map((option) => [option.value, option.label]))
    const said = [value]
      .flat()
      .flatMap((one) => (one === null || one === '' ? [] : [labels.get(String(one)) ?? textOf(one)]))
    return said.length === 0 ? [] : [{ key, label: field?.label ?? key, value: said.join(', ') }]
  })
}

/** A ticked box reads the same in every language. */
const textOf = (value: unknown) => (typeof value === 'boolean' ? (value ? '✓' : '✗') : String(value))
