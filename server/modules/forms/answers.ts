import type { FieldTarget, FormDefinition, FormField } from '#contract/forms.ts'
import type { FieldError } from '#kernel/problem.ts'
import { normaliseEmail, normalisePhone, type PersonInput } from '#modules/contacts/public.ts'
import { targetsOf } from './targets.ts'

export type Answer = string | number | boolean | string[]
/** A definition with what reading an answer needs over and over. */
export type PreparedForm = {
  definition: FormDefinition
  targets: ReadonlyMap<string, FieldTarget>
  keys: ReadonlySet<string>
}
export type Identified = Pick<PersonInput, 'email' | 'phone' | 'attributes'>
export type Answers = { values: Record<string, Answer>; person: Identified; errors: FieldError[] }

export const prepareForm = (definition: FormDefinition): PreparedForm => ({
  definition,
  targets: targetsOf(definition.fields),
  keys: new Set(definition.fields.map((field) => field.key)),
})

/**
 * Reads what was sent against the form. `typed`: a program sent JSON, whose types must be right; else a browser sent text.
 * Errors point into the body (`/fields/email`); values keep what people wrote, `person` is normalised.
 */
export function readAnswers(form: PreparedForm, given: Record<string, unknown>, typed: boolean): Answers {
  const values: Record<string, Answer> = {}
  const errors: FieldError[] = []
  for (const field of form.definition.fields) {
    const raw = Object.hasOwn(given, field.key) ? given[field.key] : undefined
    const answer = isBlank(raw) ? absent(field, typed) : readAnswer(field, raw, typed, form)
    if (answer && typeof answer === 'object' && 'rule' in answer)
      errors.push({ pointer: `/fields/${field.key}`, ...answer })
    else if (answer !== undefined) values[field.key] = answer
  }
  if (typed)
    for (const key of Object.keys(given))
      if (!form.keys.has(key)) errors.push({ pointer: `/fields/${key}`, rule: 'unknown_field' })
  const person = personOf(form, values)
  if (errors.length === 0 && !person.email && !person.phone)
    errors.push({ pointer: `/fields/${identityField(form)}`, rule: 'identity_required' })
  return { values, person, errors: errors.slice(0, 20) }
}

type Refusal = { rule: string; params?: Record<string, number> }
const refuse = (rule: string, limit?: number): Refusal => (limit === undefined ? { rule } : { rule, params: { limit } })

const isBlank = (raw: unknown) =>
  raw === undefined ||
  raw === null ||
  (typeof raw === 'string' && raw.trim() === '') ||
  (Array.isArray(raw) && raw.every((one) => one === ''))

/** An unticked box is an answer for browsers, which send nothing; hidden fields have their own value. */
function absent(field: FormField, typed: boolean): Answer | Refusal | undefined {
  if (field.required) return refuse('required')
  if (field.type === 'hidden' && field.value) return field.value
  return field.type === 'checkbox' && !typed ? false : undefined
}

function readAnswer(field: FormField, raw: unknown, typed: boolean, form: PreparedForm): Answer | Refusal {
  if (field.type === 'multi_select') return readChoices(field, raw, typed)
  if (field.type === 'checkbox') return readTick(field, raw, typed)
  if (field.type === 'number') return readNumber(raw, typed)
  // A browser that repeats a name sends a list: the first is what the person saw.
  const text = !typed && Array.isArray(raw) ? raw[0] : raw
  if (typeof text !== 'string') return refuse('type')
  return readText(field, text.trim(), form)
}

function readText(field: FormField, text: string, { definition, targets }: PreparedForm): Answer | Refusal {
  const limit = maxLength[field.type] ?? 1000
  if (text.length > limit) return refuse('max_length', limit)
  const target = targets.get(field.key)
  if ((field.type === 'email' || target === 'email') && normaliseEmail(text) === null) return refuse('format_email')
  if ((field.type === 'phone' || target === 'phone') && normalisePhone(text, countryOf(definition)) === null)
    return refuse('phone')
  if (field.type === 'date') return isDay(text) ? text : refuse('format_date')
  if (field.type === 'select' && !field.options?.some((option) => option.value === text)) return refuse('enum')
  return text
}

const maxLength: Partial<Record<FormField['type'], number>> = { long_text: 10_000, hidden: 2000, email: 254, phone: 60 }
const countryOf = (definition: FormDefinition) => definition.phoneCountry ?? 'ES'

function isDay(text: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return false
  const day = new Date(`${text}T00:00:00Z`)
  return !Number.isNaN(day.getTime()) && day.toISOString().startsWith(text)
}

function readChoices(field: FormField, raw: unknown, typed: boolean): Answer | Refusal {
  const list = Array.isArray(raw) ? raw : typed ? null : [raw]
  if (!list) return refuse('type')
  const known = new Set(field.options?.map((option) => option.value))
  const chosen = [...new Set(list.filter((one) => one !== ''))]
  return chosen.every((one) => typeof one === 'string' && known.has(one)) ? (chosen as string[]) : refuse('enum')
}

function readTick(field: FormField, raw: unknown, typed: boolean): Answer | Refusal {
  if (typed && typeof raw !== 'boolean') return refuse('type')
  const isTicked = typed ? raw === true : !['false', '0', 'off', 'no'].includes(String(raw).toLowerCase())
  return field.required && !isTicked ? refuse('required') : isTicked
}

/** People write decimal commas; browsers that know number fields send points. */
function readNumber(raw: unknown, typed: boolean): Answer | Refusal {
  if (typed && typeof raw === 'number') return Number.isFinite(raw) ? raw : refuse('number')
  if (typeof raw !== 'string') return refuse('type')
  const text = raw.trim().replace(',', '.')
  if (!/^[+-]?(\d{1,15})(\.\d{1,12})?$/.test(text)) return refuse('number')
  return Number(text)
}

function personOf({ definition, targets }: PreparedForm, values: Record<string, Answer>): Identified {
  const found = new Map<FieldTarget, string>()
  const customFields: Record<string, Answer> = {}
  for (const [key, value] of Object.entries(values)) {
    const target = targets.get(key) ?? 'custom'
    if (target === 'custom') customFields[key] = value
    else if (typeof value === 'string') found.set(target, value)
  }
  const text = (target: FieldTarget) => found.get(target)?.slice(0, 300) ?? null
  const [firstName, lastName] = [text('first_name'), text('last_name')]
  const email = found.get('email')
  const phone = found.get('phone')
  return {
    email: email === undefined ? null : normaliseEmail(email),
    phone: phone === undefined ? null : normalisePhone(phone, countryOf(definition)),
    attributes: {
      fullName: text('full_name') ?? ([firstName, lastName].filter(Boolean).join(' ') || null),
      firstName,
      lastName,
      jobTitle: text('job_title'),
      companyName: text('company'),
      country: text('country'),
      region: text('region'),
      city: text('city'),
      ...(found.has('language') && { language: text('language') }),
      customFields,
    },
  }
}

/** The field to ask for when nobody can tell who sent the form. */
const identityField = ({ definition, targets }: PreparedForm): string =>
  (
    definition.fields.find((field) => targets.get(field.key) === 'email') ??
    definition.fields.find((field) => targets.get(field.key) === 'phone')
  )?.key ?? ''
