import Type, { type Static, type TObject, type TSchema } from 'typebox'
import Format from 'typebox/format'
import type { Permission } from './permissions.ts'
import type { ProblemCode } from './problems.ts'

export type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE' | 'OPTIONS'

/** One entry of the wire. `mount()` derives validation, permission check, serialisation and OpenAPI from it. */
export type Route = {
  summary?: string
  /** Permission the actor must hold. `'anyone'`: no credentials; `'member'`: any signed-in member or key. */
  can: Permission | 'anyone' | 'member'
  params?: TObject
  query?: TObject
  body?: TSchema
  /** `'multipart'`: the handler reads the parts from `ctx.request` itself. `'raw'`: `ctx.request.rawBody` holds the bytes as sent. */
  consumes?: 'multipart' | 'raw'
  reply?: TSchema
  /** `'stream'`: the handler answers through `ctx.reply` itself (files, server-sent events). */
  produces?: 'stream'
  status?: 200 | 201 | 202 | 204
  problems?: readonly ProblemCode[]
  /** The record carries an ETag: replies set it from `version`, and PATCH honours If-Match. */
  versioned?: true
  /** Requests per minute for one address; public routes must set it. */
  limitPerMinute?: number
  /** Pages of any site may read the answer, mistakes included: it carries no credentials. */
  anyOrigin?: true
}
export type Routes = Record<`${Method} /${string}`, Route>
export const defineRoutes = <const R extends Routes>(routes: R) => routes
export const defineEvents = <const E extends Record<string, TSchema>>(events: E) => events

type Of<S> = S extends TSchema ? Static<S> : undefined
export type Input<R extends Route> = { params: Of<R['params']>; query: Of<R['query']>; body: Of<R['body']> }
export type Reply<R extends Route> = R['reply'] extends TSchema ? Static<R['reply']> : void

export const Id = Type.String({ format: 'uuid' })
export const Instant = Type.String({ format: 'date-time' })
export const LocalDate = Type.String({ format: 'date' })
export const Email = Type.String({ minLength: 3, maxLength: 254, pattern: '^[^\\s@]+@[^\\s@]+\\.[^\\s@]+$' })
export const Text = (maxLength = 200, minLength = 1) => Type.String({ minLength, maxLength })
export const Nullable = <T extends TSchema>(schema: T) => Type.Union([schema, Type.Null()])
/** A closed set of words; plain JSON-schema enum, so that OpenAPI and error messages stay short. */
export const OneOf = <const V extends readonly string[]>(values: V) =>
  Type.Unsafe<V[number]>({ type: 'string', enum: [...values] })
const currencies = new Set(Intl.supportedValuesOf('currency'))
Format.Set('currency', (code) => currencies.has(code))
/** As given: a code of ISO 4217 that there is. */
export const Currency = Type.String({ format: 'currency' })
/** As answered; shops may sell in what has a code of its own. */
export const Money = Type.Object({ amountCents: Type.Integer(), currency: Type.String({ pattern: '^[A-Z]{3}$' }) })
/** As given by people and machines; at most 90 billion in any currency: sums of many stay exact. */
export const Cents = Type.Integer({ minimum: 0, maximum: 9_000_000_000_000 })
export const Amount = Type.Object({ amountCents: Cents, currency: Currency })
export const Tags = Type.Array(Text(60), { maxItems: 50 })
export const WebAddress = Type.String({ maxLength: 2000, pattern: '^https?://[^\\s]+$' })
/** How much it matters that something is wrong, gravest first. */
export const Severity = OneOf(['critical', 'major', 'minor'] as const)
export type Severity = Static<typeof Severity>
export const ById = Type.Object({ id: Id })
export const Locale = OneOf(['es', 'en'] as const)

/** Keyset paging: `after` is the opaque `next` of the page before. */
export const Paging = Type.Object({
  after: Type.Optional(Type.String({ maxLength: 500 })),
  limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 200, default: 50 })),
})
export const pagingWith = <P extends Record<string, TSchema>>(properties: P) =>
  Type.Object({ ...Paging.properties, ...properties })
export const PageOf = <T extends TSchema>(item: T) =>
  Type.Object({
    items: Type.Array(item),
    next: Nullable(Type.String()),
    approximateTotal: Type.Optional(Type.Integer()),
  })
/** Flat record of values a person typed or an import brought: custom fields, properties. */
export const FlatRecord = Type.Record(
  Type.String({ maxLength: 100 }),
  Type.Union([
    Type.String({ maxLength: 10_000 }),
    Type.Number(),
    Type.Boolean(),
    Type.Null(),
    Type.Array(Type.String({ maxLength: 1000 })),
  ]),
)
/** Of an event: by field, the value before and the value after. */
export const Changes = Type.Record(Type.String(), Type.Array(Type.Unknown()))
