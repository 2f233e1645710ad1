import { conditionErrors } from './condition.ts'

type ModelError = { readonly pointer: string; readonly rule: string }
type Check = (value: unknown, pointer: string) => ModelError[]

/**
 * What is wrong with a scoring model from outside; empty when it is a `ScoringModel`. Closed: unknown fields are errors.
 * Rules: required · unknown_field · object · list · too_many · text · integer · number · unique · below_warm, and those of
 * conditions (condition · operator · value · too_complex).
 */
export function validateModel(value: unknown): ModelError[] {
  const errors = model(value, '')
  return errors.length > 0 ? errors : [...uniqueIds(value), ...boundsInOrder(value)]
}

const MAX_RULES = 200

const integer = (min: number, max: number): Check => {
  return (value, pointer) => failing(!Number.isInteger(value) || !within(value, min, max), pointer, 'integer')
}
const number = (min: number, max: number): Check => {
  return (value, pointer) => failing(!within(value, min, max), pointer, 'number')
}
const text = (max: number): Check => {
  return (value, pointer) => {
    return failing(typeof value !== 'string' || value.trim() === '' || value.length > max, pointer, 'text')
  }
}
const optional = (check: Check): Check => {
  return Object.assign((value: unknown, pointer: string) => check(value, pointer), { optional: true })
}
const object = (fields: Record<string, Check>): Check => {
  return (value, pointer) => {
    if (!isRecord(value)) return [{ pointer, rule: 'object' }]
    const unknown = Object.keys(value).filter((key) => !Object.hasOwn(fields, key))
    const errors = unknown.map((key) => ({ pointer: `${pointer}/${escaped(key)}`, rule: 'unknown_field' }))
    for (const [key, check] of Object.entries(fields)) {
      if (value[key] !== undefined) errors.push(...check(value[key], `${pointer}/${key}`))
      else if (!('optional' in check)) errors.push({ pointer: `${pointer}/${key}`, rule: 'required' })
    }
    return errors
  }
}
const list = (check: Check): Check => {
  return (value, pointer) => {
    if (!Array.isArray(value)) return [{ pointer, rule: 'list' }]
    if (value.length > MAX_RULES) return [{ pointer, rule: 'too_many' }]
    return value.flatMap((item, index) => check(item, `${pointer}/${index}`))
  }
}

const label: Check = (value, pointer) => {
  return typeof value === 'string'
    ? text(200)(value, pointer)
    : object({ es: text(200), en: text(200) })(value, pointer)
}
const bound = object({ fit: integer(0, 100), engagement: integer(0, 100) })
const model = object({
  version: integer(1, 2_147_483_647),
  fit: list(object({ id: text(64), label, condition: conditionErrors, points: integer(-100, 100) })),
  engagement: list(
    object({
      id: text(64),
      label,
      event: text(64),
      match: optional(object({ name: optional(text(200)), urlContains: optional(text(500)) })),
      points: integer(1, 100),
      halfLifeDays: number(0.01, 3_650),
      capPerDay: integer(1, 1_000),
    }),
  ),
  hot: bound,
  warm: bound,
  hysteresis: integer(0, 20),
  handRaiseDays: number(0.01, 365),
  mql: bound,
})

function uniqueIds(value: unknown): ModelError[] {
  const seen = new Set<unknown>()
  return ['fit', 'engagement'].flatMap((kind) => {
    return itemsOf(value, kind).flatMap((rule, index) => {
      const id = isRecord(rule) ? rule.id : undefined
      const isRepeated = seen.has(id)
      seen.add(id)
      return failing(isRepeated, `/${kind}/${index}/id`, 'unique')
    })
  })
}

/** Hot must not be easier to reach than warm. */
function boundsInOrder(value: unknown): ModelError[] {
  return ['fit', 'engagement'].flatMap((side) => {
    const [hot, warm] = ['hot', 'warm'].map((name) => Number(field(field(value, name), side)))
    return failing(hot === undefined || warm === undefined || hot < warm, `/hot/${side}`, 'below_warm')
  })
}

function itemsOf(value: unknown, key: string): unknown[] {
  const items = field(value, key)
  return Array.isArray(items) ? items : []
}

function field(value: unknown, key: string): unknown {
  return isRecord(value) ? value[key] : undefined
}

function failing(isWrong: boolean, pointer: string, rule: string): ModelError[] {
  return isWrong ? [{ pointer, rule }] : []
}

function within(value: unknown, min: number, max: number): boolean {
  return typeof value === 'number' && value >= min && value <= max
}

/** A key as one step of a JSON pointer (RFC 6901). */
function escaped(key: string): string {
  return key.replaceAll('~', '~0').replaceAll('/', '~1')
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
