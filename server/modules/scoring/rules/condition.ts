/**
 * Conditions over the attributes of a contact: the closed language of fit rules and routing rules. It follows the shape of
 * segments (mechanisms §4) without events and membership.
 */

/** What is known of a contact, flat: `jobTitle`, `country`, `tags`, `customFields.size` … Absent and null are the same. */
export type Attributes = Readonly<Record<string, string | number | boolean | readonly string[] | null | undefined>>

export const OPERATORS = [
  'eq',
  'neq',
  'in',
  'contains',
  'exists',
  'missing',
  'gte',
  'lte',
  'starts_with',
  'ends_with',
] as const
export type Operator = (typeof OPERATORS)[number]
export type Scalar = string | number | boolean
export type Comparison = { readonly field: string; readonly op: Operator; readonly value?: Scalar | readonly Scalar[] }

/** `all` of nothing is true, `any` of nothing is false; `not` of a list means none of them. */
export type Condition =
  | Comparison
  | { readonly all: readonly Condition[] }
  | { readonly any: readonly Condition[] }
  | { readonly not: Condition | readonly Condition[] }

/**
 * Whether the attributes satisfy the condition. Total: a malformed condition, however nested, never matches and never throws.
 *
 * Text is compared without case, accents and outer spaces; numbers and numeric text as numbers; `gte` and `lte` take numbers
 * or ISO dates. On a list, a comparison holds if it holds for one entry (`contains` means that entry, not a part of it).
 * `neq` is exactly "not eq", so it holds for what is missing; add `exists` where that is unwanted.
 */
export function matches(condition: unknown, attributes: Attributes): boolean {
  return evaluate(condition, attributes, { nodes: MAX_NODES }, 0) === true
}

/** What is wrong with a condition from outside: JSON pointers below `pointer`, and the rule broken. */
export function conditionErrors(condition: unknown, pointer = ''): { pointer: string; rule: string }[] {
  return errorsOf(condition, pointer, { nodes: MAX_NODES }, 0)
}

/** Text as it is compared: lower case, without accents and outer spaces. */
export function folded(text: string): string {
  return text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase().trim()
}

const MAX_DEPTH = 20
const MAX_NODES = 500
type Budget = { nodes: number }

/** Undefined for a malformed condition; it spreads upwards, or `not` would make nonsense match. */
function evaluate(condition: unknown, attributes: Attributes, budget: Budget, depth: number): boolean | undefined {
  if (!isRecord(condition) || depth > MAX_DEPTH || --budget.nodes < 0) return undefined
  const group = groupOf(condition)
  if (!group) return isComparison(condition) ? compare(condition, attributes) : undefined
  let some = false
  let every = true
  for (const child of group.children) {
    const result = evaluate(child, attributes, budget, depth + 1)
    if (result === undefined) return undefined
    some ||= result
    every &&= result
  }
  if (group.kind === 'all') return every
  return group.kind === 'any' ? some : !some
}

function groupOf(condition: Record<string, unknown>): { kind: 'all' | 'any' | 'not'; children: unknown[] } | null {
  const keys = Object.keys(condition)
  const [kind] = keys
  if (keys.length !== 1 || (kind !== 'all' && kind !== 'any' && kind !== 'not')) return null
  const children = condition[kind]
  if (Array.isArray(children)) return { kind, children }
  return kind === 'not' ? { kind, children: [children] } : null
}

function isComparison(condition: Record<string, unknown>): condition is Comparison {
  return comparisonErrors(condition, '').length === 0
}

function compare({ field, op, value }: Comparison, attributes: Attributes): boolean {
  const attribute = Object.hasOwn(attributes, field) ? attributes[field] : null
  const entries = entriesOf(attribute)
  if (op === 'exists') return entries.length > 0
  if (op === 'missing') return entries.length === 0
  const values = isList(value) ? value : value === undefined ? [] : [value]
  const holds = (test: (entry: Scalar, wanted: Scalar) => boolean) => {
    return entries.some((entry) => values.some((wanted) => test(entry, wanted)))
  }
  switch (op) {
    case 'eq':
    case 'in':
      return holds(isEqual)
    case 'neq':
      return !holds(isEqual)
    case 'contains':
      return holds(isList(attribute) ? isEqual : (entry, wanted) => textOf(entry).includes(textOf(wanted)))
    case 'starts_with':
      return holds((entry, wanted) => textOf(entry).startsWith(textOf(wanted)))
    case 'ends_with':
      return holds((entry, wanted) => textOf(entry).endsWith(textOf(wanted)))
    case 'gte':
      return holds((entry, wanted) => (order(entry, wanted) ?? -1) >= 0)
    case 'lte':
      return holds((entry, wanted) => (order(entry, wanted) ?? 1) <= 0)
  }
}

function isEqual(a: Scalar, b: Scalar): boolean {
  return textOf(a) === textOf(b) || (typeof a !== 'boolean' && typeof b !== 'boolean' && numeric(a) === numeric(b))
}

/** Negative, zero or positive; null where the two have no order. */
function order(a: Scalar, b: Scalar): number | null {
  const difference = numeric(a) - numeric(b)
  if (!Number.isNaN(difference)) return difference
  if (typeof a !== 'string' || typeof b !== 'string' || !ISO_DATE.test(a.trim()) || !ISO_DATE.test(b.trim()))
    return null
  const elapsed = Date.parse(a.trim()) - Date.parse(b.trim())
  return Number.isNaN(elapsed) ? null : elapsed
}

const ISO_DATE = /^\d{4}-\d{2}-\d{2}(T\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:\d{2}))?$/

function numeric(value: Scalar): number {
  if (typeof value === 'number') return value
  return typeof value === 'string' && /^\s*[+-]?\d+(\.\d+)?\s*$/.test(value) ? Number(value) : Number.NaN
}

function textOf(value: Scalar): string {
  return folded(String(value))
}

/** The values of an attribute that say something: blank text, NaN and null are nothing. */
function entriesOf(attribute: unknown): Scalar[] {
  const entries: readonly unknown[] = isList(attribute) ? attribute : [attribute]
  return entries.filter((entry): entry is Scalar => {
    if (typeof entry === 'string') return entry.trim() !== ''
    return typeof entry === 'boolean' || (typeof entry === 'number' && !Number.isNaN(entry))
  })
}

function errorsOf(condition: unknown, pointer: string, budget: Budget, depth: number) {
  if (!isRecord(condition)) return [{ pointer, rule: 'condition' }]
  if (depth > MAX_DEPTH || --budget.nodes < 0) return [{ pointer, rule: 'too_complex' }]
  const group = groupOf(condition)
  if (!group) return comparisonErrors(condition, pointer)
  const errors: { pointer: string; rule: string }[] = []
  group.children.forEach((child, index) => {
    const inList = Array.isArray(condition[group.kind])
    errors.push(...errorsOf(child, `${pointer}/${group.kind}${inList ? `/${index}` : ''}`, budget, depth + 1))
  })
  return errors
}

function comparisonErrors(condition: Record<string, unknown>, pointer: string): { pointer: string; rule: string }[] {
  const { field, op, value, ...others } = condition
  const errors = Object.keys(others).map((key) => ({ pointer: `${pointer}/${key}`, rule: 'unknown_field' }))
  if (typeof field !== 'string' || field === '') errors.push({ pointer: `${pointer}/field`, rule: 'required' })
  if (!OPERATORS.some((known) => known === op)) return [...errors, { pointer: `${pointer}/op`, rule: 'operator' }]
  const takesNoValue = op === 'exists' || op === 'missing'
  const fits = takesNoValue
    ? value === undefined
    : op === 'in'
      ? isList(value) && value.every(isScalar)
      : isScalar(value)
  if (!fits) errors.push({ pointer: `${pointer}/value`, rule: takesNoValue ? 'unknown_field' : 'value' })
  return errors
}

function isScalar(value: unknown): value is Scalar {
  if (typeof value === 'string') return value.trim() !== ''
  return typeof value === 'boolean' || (typeof value === 'number' && Number.isFinite(value))
}

function isList(value: unknown): value is readonly unknown[] & readonly Scalar[] {
  return Array.isArray(value)
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
