import type { AttributeInput, SpecAttribute, SpecChange } from '#contract/product-parts.ts'
import type { FamilyAttribute } from '#contract/products.ts'
import type { Locale } from '#kernel/i18n.ts'
import type { FieldError } from '#kernel/problem.ts'
import { numberIn, settleNumber } from './numbers.ts'
import { convert, sameQuantity } from './units.ts'

type Given = { attributes: readonly AttributeInput[]; allowUnitChange?: boolean }
type Known = { family: readonly FamilyAttribute[]; previous: readonly SpecAttribute[]; locale: Locale }

/**
 * A sheet as it is kept: values as text with one reading (a number is what it is, "5.000" what it is in the workspace's language),
 * types from the family, else as given or as they look. Errors name what cannot be: a key twice, a value that is not of its type,
 * a unit that does not convert into the family's or into that of the sheet before.
 */
export function readSheet(
  { attributes, allowUnitChange = false }: Given,
  { family, previous, locale }: Known,
): { attributes: SpecAttribute[]; errors: FieldError[] } {
  const errors: FieldError[] = []
  const seen = new Set<string>()
  const sheet = attributes.map((given, index): SpecAttribute => {
    const fail = (field: string, rule: string, params?: Record<string, string>) =>
      void errors.push({ pointer: `/attributes/${index}/${field}`, rule, ...(params && { params }) })
    const definition = family.find(({ key }) => key === given.key)
    const before = previous.find(({ key }) => key === given.key)
    const type = definition?.type ?? given.type ?? typeof_(given.value) ?? before?.type ?? 'text'
    const value = type === 'select' ? String(given.value).trim() : settled(given.value, locale)
    const unit = given.unit?.trim() || null
    if (seen.has(given.key)) fail('key', 'duplicate_key')
    seen.add(given.key)
    if (value === '') fail('value', 'required')
    else if (type === 'number' && numberIn(value) === null) fail('value', 'not_a_number')
    else if (type === 'boolean' && value !== 'true' && value !== 'false') fail('value', 'not_yes_or_no')
    else if (type === 'select' && definition?.options && !definition.options.includes(value)) fail('value', 'enum')
    const wanted = definition?.unit ?? null
    if (wanted !== null && unit === null) fail('unit', 'required')
    else if (wanted !== null && unit !== null && convert(1, unit, wanted) === null)
      fail('unit', 'unit_does_not_convert', { from: unit, to: wanted })
    else if (wanted === null && !allowUnitChange && before?.unit && unit && convert(1, before.unit, unit) === null)
      fail('unit', 'unit_does_not_convert', { from: unit, to: before.unit })
    return { key: given.key, label: given.label.trim(), type, value, unit, severity: given.severity }
  })
  return { attributes: sheet, errors }
}

const typeof_ = (value: AttributeInput['value']) =>
  typeof value === 'number' ? 'number' : typeof value === 'boolean' ? 'boolean' : undefined

const settled = (value: AttributeInput['value'], locale: Locale) =>
  settleNumber(String(value), typeof value === 'number' ? 'en' : locale)

const weight = { critical: 2, major: 1, minor: 0 } as const

/** What changed from one sheet to the next, in the order of the new one; 720 min after 12 h is no change of the value. */
export function diffSheets(before: readonly SpecAttribute[], after: readonly SpecAttribute[]): SpecChange[] {
  const old = new Map(before.map((attribute) => [attribute.key, attribute]))
  const changes = after.flatMap((now): SpecChange[] => {
    const was = old.get(now.key)
    old.delete(now.key)
    if (!was) return [{ ...named(now), change: 'added', before: null, after: sideOf(now) }]
    const severity = weight[was.severity] > weight[now.severity] ? was.severity : now.severity
    const both = { ...named(now), severity, before: sideOf(was), after: sideOf(now) }
    if (!sameQuantity(was, now)) return [{ ...both, change: 'changed' }]
    const isWordedAnew =
      was.label !== now.label || was.unit !== now.unit || was.value !== now.value || was.severity !== now.severity
    return isWordedAnew ? [{ ...both, change: 'relabelled' }] : []
  })
  return [
    ...changes,
    ...[...old.values()].map(
      (was): SpecChange => ({ ...named(was), change: 'removed', before: sideOf(was), after: null }),
    ),
  ]
}

const named = ({ key, label, severity }: SpecAttribute) => ({ key, label, severity })
const sideOf = ({ value, unit, label }: SpecAttribute) => ({ value, unit, label })
