import type { FastifySchemaCompiler } from 'fastify'
import type { TSchema } from 'typebox'
import { Compile } from 'typebox/compile'
import { Value } from 'typebox/value'
import { Email, WebAddress } from '#contract/kit.ts'
import { type FieldError, Problem } from './problem.ts'

type JsonSchema = TSchema & {
  properties?: Record<string, JsonSchema>
  additionalProperties?: unknown
  patternProperties?: unknown
  items?: JsonSchema
  required?: string[]
  anyOf?: JsonSchema[]
}

/** The same schema with every object closed that does not say otherwise. */
export function closed(schema: TSchema): TSchema {
  const { properties, items, anyOf, additionalProperties = false } = schema as JsonSchema
  const changed = {
    ...(properties && {
      properties: Object.fromEntries(Object.entries(properties).map(([key, value]) => [key, closed(value)])),
      additionalProperties,
    }),
    ...(items && { items: closed(items) }),
    ...(anyOf && { anyOf: anyOf.map(closed) }),
  }
  // TypeBox keeps a schema's kind in hidden properties; without them query text would not be converted.
  return Object.defineProperties(
    {},
    { ...Object.getOwnPropertyDescriptors(schema), ...Object.getOwnPropertyDescriptors(changed) },
  ) as TSchema
}

/**
 * Bodies are checked as they are; query and params come as text and are converted. Defaults are filled in. A POST of which
 * nothing is required may come without a body.
 */
export const validatorCompiler: FastifySchemaCompiler<TSchema> = ({ schema, httpPart, method }) => {
  const check = Compile(schema)
  const fillIn = defaultsOf(schema)
  /** What is right as text is not taken apart: most of params and queries is. */
  const converted = (given: unknown) => {
    const text = arraysOf(schema, given)
    return check.Check(text) ? text : Value.Convert(schema, text)
  }
  const mayBeMissing = httpPart === 'body' && method === 'POST' && asksForNothing(schema)
  return (sent: unknown) => {
    // Fastify hands a missing body over as null.
    const given = sent === null && mayBeMissing ? {} : sent
    const value = fillIn(httpPart === 'body' ? given : converted(given))
    const flaw = flawOf(value)
    if (flaw) return { error: problemOf([{ pointer: '', rule: flaw }]) }
    return check.Check(value) ? { value } : { error: problemOf(fieldErrors(check.Errors(value))) }
  }
}

const asksForNothing = ({ properties, required = [] }: JsonSchema): boolean =>
  properties !== undefined && required.length === 0

/** Defaults of the outermost properties, as nearly all are, are put in their places; only others are looked for everywhere. */
function defaultsOf(schema: TSchema): (value: unknown) => unknown {
  const { properties = {} } = schema as JsonSchema
  const outermost = Object.entries(properties).filter(([, property]) => 'default' in property)
  const all = JSON.stringify(schema).split('"default":').length - 1
  if (all === 0) return (value) => value
  if (all > outermost.length) return (value) => Value.Default(schema, value)
  const defaults = outermost.map(([key, property]) => [key, (property as { default?: unknown }).default] as const)
  return (value) => {
    if (value === null || typeof value !== 'object' || Array.isArray(value)) return value
    const filled: Record<string, unknown> = { ...value }
    for (const [key, given] of defaults) if (filled[key] === undefined) filled[key] = structuredClone(given)
    return filled
  }
}

const problemOf = (errors: FieldError[]) => new Problem('invalid_request', {}, errors)

/** `?tag=a` for an array parameter is one element, not a mistake. */
function arraysOf(schema: TSchema, given: unknown): unknown {
  if (!given || typeof given !== 'object') return given
  const { properties = {} } = schema as JsonSchema
  return Object.fromEntries(
    Object.entries(given).map(([key, value]) => [
      key,
      properties[key] && 'items' in properties[key] && !Array.isArray(value) ? [value] : value,
    ]),
  )
}

type SchemaError = { keyword: string; instancePath: string; params: object }

/** Schema errors as `{ pointer, rule }`, without the noise that a failed branch of a union makes. */
export function fieldErrors(errors: readonly SchemaError[]): FieldError[] {
  const unions = new Set(errors.filter((error) => error.keyword === 'anyOf').map((error) => error.instancePath))
  const seen = new Set<string>()
  const out: FieldError[] = []
  for (const error of errors) {
    for (const found of toFieldErrors(error, unions)) {
      const id = `${found.pointer} ${found.rule}`
      if (!seen.has(id)) out.push(found)
      seen.add(id)
    }
  }
  return out.slice(0, 20)
}

const patternOf = (schema: object) => ('pattern' in schema ? schema.pattern : undefined)

/** Patterns whose rule has words of its own. */
const patterns = [
  { pattern: patternOf(Email), rule: 'format_email' },
  { pattern: patternOf(WebAddress), rule: 'web_address' },
]

function toFieldErrors({ keyword, instancePath, params }: SchemaError, unions: ReadonlySet<string>): FieldError[] {
  const values = params as Record<string, unknown>
  if (keyword === 'required')
    return names(values.requiredProperties).map((name) => ({ pointer: `${instancePath}/${name}`, rule: 'required' }))
  if (keyword === 'additionalProperties')
    return names(values.additionalProperties).map((name) => ({
      pointer: `${instancePath}/${name}`,
      rule: 'unknown_field',
    }))
  if (keyword === 'boolean' || keyword === 'not') return []
  if (keyword === 'anyOf') return [{ pointer: instancePath, rule: 'type' }]
  if (keyword === 'const' && unions.has(instancePath)) return []
  if (keyword === 'type' && unions.has(instancePath)) return []
  const named = keyword === 'pattern' && patterns.find(({ pattern }) => pattern === values.pattern)
  if (named) return [{ pointer: instancePath, rule: named.rule }]
  if (keyword === 'format')
    return [{ pointer: instancePath, rule: `format_${String(values.format).replaceAll('-', '_')}` }]
  const limit = values.limit ?? values.comparison
  return [{ pointer: instancePath, rule: snake(keyword), ...(typeof limit === 'number' && { params: { limit } }) }]
}

const names = (value: unknown): string[] => (Array.isArray(value) ? value.map(String) : [])
const snake = (word: string) => word.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)

/** No body of the contract is nearly as deep; what looks into one may go down by calling itself. */
const deepest = 64

/** PostgreSQL text cannot hold U+0000; lone surrogates become invalid UTF-8. Both are refused at the door, and so is what is too deep. */
function flawOf(value: unknown, depth = 0): 'nul_byte' | 'too_deep' | null {
  if (typeof value === 'string') return isStorable(value) ? null : 'nul_byte'
  if (!value || typeof value !== 'object') return null
  if (depth === deepest) return 'too_deep'
  for (const [key, item] of Object.entries(value)) {
    const flaw = isStorable(key) ? flawOf(item, depth + 1) : 'nul_byte'
    if (flaw) return flaw
  }
  return null
}

const isStorable = (text: string) => !text.includes('\0') && text.isWellFormed()
