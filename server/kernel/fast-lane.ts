import type { IncomingHttpHeaders, IncomingMessage, RequestListener, ServerResponse } from 'node:http'
import type { FastifyInstance } from 'fastify'
import { Compile } from 'typebox/compile'
import type { Routes } from '#contract/kit.ts'
import { anyOrigin } from './http.ts'
import { newId } from './id.ts'
import { Problem } from './problem.ts'
import { problemBody } from './problems.ts'
import { closed } from './validation.ts'

const longestBody = 256 * 1024
const windowMs = 60_000
const mostClients = 100_000
/** Prototype poisoning, U+0000 and lone surrogates are refused in the framework's words; what might hold them goes there. */
const suspicious = /__proto__|constructor|\\u(?:0000|[dD][89a-fA-F])/

/** A public `POST` that thousands of visitors a second send: plain cases are answered before the framework. */
export type FastLane<Body = never> = {
  path: `/${string}`
  /** Resolves after the commit. */
  take: (body: Body, headers: IncomingHttpHeaders) => Promise<void>
}
type Options = { routes: Routes; trustProxy: boolean; limited: boolean }

/**
 * Takes the plain requests of a lane: a whole, small, valid JSON body from an address within its limit. Everything else,
 * and so every explanation of what is wrong, is left to the route of the same name: `replay` brings it there.
 */
export function openFastLane(lane: FastLane, { routes, trustProxy, limited }: Options) {
  const route = routes[`POST ${lane.path}`]!
  const schema = Compile(closed(route.body!))
  const isWithin = limited ? limiter(route.limitPerMinute!) : () => true
  const headers = route.anyOrigin ? anyOrigin : {}
  const accepted = { ...headers, 'content-length': '0' }

  function receive(request: IncomingMessage, response: ServerResponse, replay: (text: string) => void) {
    readText(request, (text) => {
      const body = bodyOf(text)
      if (body === undefined) replay(text)
      else if (isWithin(clientOf(request, trustProxy)))
        lane.take(body as never, request.headers).then(
          () => response.writeHead(route.status ?? 204, accepted).end(),
          (error: unknown) => refuse(response, headers, error instanceof Problem ? error : new Problem('server_error')),
        )
      else refuse(response, headers, new Problem('rate_limited'))
    })
  }
  /** The valid body, or undefined. */
  function bodyOf(text: string): unknown {
    if (suspicious.test(text)) return undefined
    let parsed: unknown
    try {
      parsed = JSON.parse(text)
    } catch {
      return undefined
    }
    return schema.Check(parsed) ? parsed : undefined
  }
  return {
    /** Whether the lane takes the request; if not, nothing of it has been read. */
    takes: ({ method, url, headers }: IncomingMessage): boolean =>
      method === 'POST' &&
      url === lane.path &&
      headers['content-encoding'] === undefined &&
      Number(headers['content-length']) <= longestBody &&
      /^(application\/json|text\/plain)\b/.test(headers['content-type'] ?? ''),
    receive,
  }
}

/** The server's listener: lanes first, the framework for the rest. */
export function throughLanes(
  lanes: readonly ReturnType<typeof openFastLane>[],
  app: () => FastifyInstance,
  framework: RequestListener,
): RequestListener {
  return (request, response) => {
    const lane = lanes.find((one) => one.takes(request))
    if (!lane) return framework(request, response)
    lane.receive(request, response, (text) => {
      // The framework explains every mistake; it only fails while it closes.
      replay(app(), request, response, text).catch(() => response.destroy())
    })
  }
}

/** What has been read goes through the framework as if it had come that way. */
async function replay(app: FastifyInstance, request: IncomingMessage, response: ServerResponse, payload: string) {
  const answer = await app.inject({
    method: 'POST',
    url: request.url!,
    headers: request.headers as Record<string, string>,
    payload,
    remoteAddress: request.socket.remoteAddress ?? '',
  })
  response.writeHead(answer.statusCode, answer.headers).end(answer.rawPayload)
}

function refuse(response: ServerResponse, headers: Record<string, string>, problem: Problem) {
  const body = problemBody(problem, newId())
  response
    .writeHead(problem.status, { ...headers, 'content-type': 'application/problem+json; charset=utf-8' })
    .end(body)
}

/** The whole body, if it comes whole. */
function readText(request: IncomingMessage, then: (text: string) => void) {
  let first: Buffer | null = null
  let rest: Buffer[] | null = null
  request.on('data', (chunk: Buffer) => {
    if (first === null) first = chunk
    else (rest ??= []).push(chunk)
  })
  request.on('end', () => {
    if (first !== null) then((rest === null ? first : Buffer.concat([first, ...rest])).toString('utf8'))
    else then('')
  })
}

function clientOf({ headers, socket }: IncomingMessage, trustProxy: boolean): string {
  const forwarded = headers['x-forwarded-for']
  return (trustProxy && typeof forwarded === 'string' && forwarded.split(',')[0]!.trim()) || socket.remoteAddress || ''
}

/** At most so many of one address a minute; all are forgotten when the minute is over. */
function limiter(perMinute: number): (client: string) => boolean {
  const counts = new Map<string, number>()
  let started = performance.now()
  return (client) => {
    const now = performance.now()
    if (now - started > windowMs || counts.size >= mostClients) {
      counts.clear()
      started = now
    }
    const count = (counts.get(client) ?? 0) + 1
    counts.set(client, count)
    return count <= perMinute
  }
}
