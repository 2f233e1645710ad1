import { Readable } from 'node:stream'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { TSchema } from 'typebox'
import type { Input, Reply, Route, Routes } from '#contract/kit.ts'
import { problems } from '#contract/problems.ts'
import { ahead } from './clock.ts'
import type { Tx } from './db.ts'
import type { Actor } from './events.ts'
import { completeOnce, IdempotentReplay } from './idempotency.ts'
import { Problem } from './problem.ts'
import type { Services } from './services.ts'
import { closed } from './validation.ts'

export type Ctx = Services & {
  actor: Actor
  request: FastifyRequest
  reply: FastifyReply
  /** Version the client edited, from If-Match; null when it sent none. */
  ifMatch: number | null
  /** The one way to open a transaction in a handler: on a POST with Idempotency-Key its result is kept with the work. */
  transact<T>(work: (tx: Tx) => Promise<T>): Promise<T>
}
export type Handlers<R extends Routes> = {
  [K in keyof R]: R[K] extends Route ? (ctx: Ctx, input: Input<R[K]>) => Promise<Reply<R[K]>> : never
}
type AnyHandler = (ctx: Ctx, input: { params: unknown; query: unknown; body: unknown }) => Promise<unknown>

/** Turns contract entries into Fastify routes: validation, permission, serialisation and OpenAPI from one entry. */
export function mount(
  app: FastifyInstance,
  services: Services,
  routes: Routes,
  handlers: object,
  options: { tagless?: boolean } = {},
) {
  for (const [key, route] of Object.entries(routes)) {
    const [method, url] = key.split(' ') as [string, string]
    const status = route.status ?? (route.reply || route.produces ? 200 : 204)
    const handler = (handlers as Record<string, AnyHandler>)[key]!
    app.route({
      method,
      url,
      config: {
        route,
        key,
        ...(route.limitPerMinute && { rateLimit: { max: route.limitPerMinute, timeWindow: 60_000 } }),
      },
      schema: {
        ...(!options.tagless && { tags: [url.split('/')[1]!] }),
        ...(route.summary && { summary: route.summary }),
        ...(route.consumes === 'multipart' && { consumes: ['multipart/form-data'] }),
        ...(route.can === 'anyone' ? { security: [] } : {}),
        ...(route.params && { params: route.params }),
        ...(route.query && { querystring: closed(route.query) }),
        // A request body is closed: an unknown field is a mistake that must be told, not dropped.
        ...(route.body && { body: closed(route.body) }),
        response: { [status]: successSchema(route), ...problemResponses(route) },
      },
      ...(route.anyOrigin && { onRequest: openToAnyOrigin }),
      ...(route.consumes === 'raw' && { preParsing: keepRaw }),
      preValidation: async (request) => allow(route, request),
      handler: async (request, reply) => {
        const ctx = context(services, request, reply)
        reply.code(status)
        const result = await handler(ctx, { params: request.params, query: request.query, body: request.body }).catch(
          replayed,
        )
        if (reply.sent || route.produces === 'stream') return reply
        if (route.versioned && result && typeof result === 'object' && 'version' in result)
          reply.header('etag', `"${result.version}"`)
        return reply.send(result ?? undefined)
      },
    })
  }
}

function context(services: Services, request: FastifyRequest, reply: FastifyReply): Ctx {
  const ctx: Ctx = {
    ...services,
    clock: ahead(services.clock, request.actor?.clockOffsetDays ?? 0),
    log: request.log as Services['log'],
    actor: request.actor as Actor,
    request,
    reply,
    ifMatch: parseIfMatch(request.headers['if-match']),
    transact: (work) => services.db.transaction().execute((tx) => completeOnce(tx, ctx, work)),
  }
  return ctx
}

/** A context without a request: stories and commands that act as a member at a given time, in one transaction. */
export function contextWithin(services: Services, tx: Tx, actor: Actor, at: Date): Ctx {
  const none = { headers: {}, method: 'NONE' } as unknown as FastifyRequest
  return {
    ...services,
    clock: { now: () => at },
    actor,
    request: none,
    reply: null as unknown as FastifyReply,
    ifMatch: null,
    transact: (work) => work(tx),
  }
}

const replayed = (error: unknown) => {
  if (error instanceof IdempotentReplay) return error.reply
  throw error
}

/** `If-Match: "7"` or `W/"7"`; `*` and absence mean "whatever is there". */
function parseIfMatch(header: string | undefined): number | null {
  const match = header?.match(/^(?:W\/)?"(\d{1,9})"$/)
  if (!header || header === '*') return null
  if (!match) throw new Problem('invalid_request', {}, [{ pointer: 'If-Match', rule: 'etag' }])
  return Number(match[1])
}

/** Throws 412 when the record has moved on since the client read it. */
export function requireVersion(ctx: Pick<Ctx, 'ifMatch'>, current: number) {
  if (ctx.ifMatch !== null && ctx.ifMatch !== current) throw new Problem('precondition_failed', { current })
}

function allow(route: Route, request: FastifyRequest) {
  if (route.can === 'anyone') return
  if (!request.actor) throw new Problem(request.sessionExpired ? 'session_expired' : 'unauthenticated')
  if (route.can !== 'member' && !request.actor.permissions.has(route.can))
    throw new Problem('forbidden', { permission: route.can })
}

export const anyOrigin = { 'access-control-allow-origin': '*' }
/** Before anything can go wrong, so that a page can read what did. */
const openToAnyOrigin = async (_request: FastifyRequest, reply: FastifyReply) => void reply.headers(anyOrigin)

const mostRawBytes = 2 * 1024 * 1024

/** Signatures are over the bytes as they were sent, which parsing loses. */
async function keepRaw(request: FastifyRequest, _reply: FastifyReply, payload: AsyncIterable<Uint8Array>) {
  const chunks: Uint8Array[] = []
  let bytes = 0
  for await (const chunk of payload) {
    bytes += chunk.length
    if (bytes > mostRawBytes) throw new Problem('body_too_large')
    chunks.push(chunk)
  }
  request.rawBody = Buffer.concat(chunks)
  return Readable.from([request.rawBody], { objectMode: false })
}

const successSchema = (route: Route): TSchema =>
  route.produces === 'stream' ? ({} as TSchema) : (route.reply ?? ({ type: 'null' } as unknown as TSchema))

const problemResponses = (route: Route) => {
  const always = ['invalid_request', ...(route.can === 'anyone' ? [] : ['unauthenticated', 'forbidden'])] as const
  const codes = [
    ...always,
    ...(route.params ? ['not_found' as const] : []),
    ...(route.problems ?? []),
  ] as (keyof typeof problems)[]
  return Object.fromEntries(codes.map((code) => [problems[code], { $ref: 'Problem#' }]))
}

declare module 'fastify' {
  interface FastifyRequest {
    actor: Actor | null
    sessionExpired: boolean
    /** Only of routes that consume `raw`. */
    rawBody?: Buffer
  }
  interface FastifyContextConfig {
    route?: Route
    key?: string
  }
}
