import type { FormConsent, FormDefinition, FormField } from '#contract/forms.ts'
import { type FieldError, Problem } from '#kernel/problem.ts'
import { canFill, targetsOf } from './targets.ts'

/**
 * Refuses a form that could not work: what the schema cannot say.
 * @throws Problem `invalid_request` with every mistake at its pointer.
 */
export function checkDefinition(definition: FormDefinition): void {
  const errors = [
    ...repeated(definition.fields, (field) => field.key).map((index) => ({
      pointer: `/fields/${index}/key`,
      rule: 'duplicate_key',
    })),
    ...definition.fields.flatMap((field, index) => fieldErrors(field, `/fields/${index}`, definition)),
    ...mappingErrors(definition.fields),
    ...repeated(definition.consents, (consent: FormConsent) => consent.purpose).map((index) => ({
      pointer: `/consents/${index}/purpose`,
      rule: 'duplicate_value',
    })),
    ...addressErrors(definition),
  ]
  const targets = new Set(targetsOf(definition.fields).values())
  if (!targets.has('email') && !targets.has('phone'))
    errors.push({ pointer: '/fields', rule: 'identity_field_required' })
  if (errors.length > 0) throw new Problem('invalid_request', {}, errors.slice(0, 20))
}

function fieldErrors(field: FormField, pointer: string, { steps }: FormDefinition): FieldError[] {
  const options = field.options ?? []
  const chooses = field.type === 'select' || field.type === 'multi_select'
  const errors: FieldError[] = []
  if (chooses && options.length === 0) errors.push({ pointer: `${pointer}/options`, rule: 'options_required' })
  if (!chooses && options.length > 0) errors.push({ pointer: `${pointer}/options`, rule: 'options_not_allowed' })
  for (const index of repeated(options, (option) => option.value))
    errors.push({ pointer: `${pointer}/options/${index}/value`, rule: 'duplicate_value' })
  if (chooses && field.value && !options.some((option) => option.value === field.value))
    errors.push({ pointer: `${pointer}/value`, rule: 'enum' })
  if (steps.length > 0 && (field.step ?? 1) > steps.length)
    errors.push({ pointer: `${pointer}/step`, rule: 'maximum', params: { limit: steps.length } })
  if (field.label.trim() === '') errors.push({ pointer: `${pointer}/label`, rule: 'required' })
  return errors
}

function mappingErrors(fields: readonly FormField[]): FieldError[] {
  const explicit = fields.map((field) => (field.mapsTo === 'custom' ? undefined : field.mapsTo))
  return fields.flatMap((field, index) => {
    if (field.mapsTo && !canFill(field.type, field.mapsTo))
      return [{ pointer: `/fields/${index}/mapsTo`, rule: 'mapping_mismatch' }]
    const isTaken = explicit[index] !== undefined && explicit.indexOf(explicit[index]) < index
    return isTaken ? [{ pointer: `/fields/${index}/mapsTo`, rule: 'duplicate_mapping' }] : []
  })
}

const addressErrors = (definition: FormDefinition): FieldError[] =>
  (['redirectUrl', 'logoUrl', 'privacyUrl'] as const)
    .filter((name) => definition[name] !== null && !isWebAddress(definition[name]))
    .map((name) => ({ pointer: `/${name}`, rule: 'web_address' }))

const isWebAddress = (text: string) => URL.canParse(text) && /^https?:$/.test(new URL(text).protocol)

/** Positions whose key stood earlier already. */
function repeated<T>(items: readonly T[], keyOf: (item: T) => string): number[] {
  const seen = new Set<string>()
  return items.flatMap((item, index) => {
    const key = keyOf(item)
    if (seen.has(key)) return [index]
    seen.add(key)
    return []
  })
}
