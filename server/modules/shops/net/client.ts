import { plain } from '../connectors/plain.ts'
import type { Answer, Request } from './fetch.ts'
import { ShopError } from './shop-error.ts'
import type { Transport } from './transport.ts'

const attempts = 4
const longestWaitMs = 60_000
/** Between tries of a failing shop, where it does not say how long: 1, 2, 4 s. */
const firstWaitMs = 1000

export type Client = {
  /** Answers below 400; others as `ShopError`. */
  send(request: Request): Promise<Answer & { json: unknown }>
  /** IANA zone of times that the shop writes without one. */
  zone: string
}
/** What an answer of the shop with a status from 400 means. */
export type Explain = (answer: Answer, json: unknown) => ShopError

/**
 * Sends with patience: 429 and 5xx are tried again, after as long as the shop asks (Retry-After in seconds or as a date), at most
 * four times in all. Lost connections are tried again as well: everything asked here only reads.
 */
export function clientOf(
  { fetch, sleep }: Transport,
  {
    explain,
    zone,
    now,
    before,
    signal,
  }: {
    explain: Explain
    zone: string
    now: () => Date
    /** How long to wait before the next request, after this answer (leaky buckets). */
    before?: (last: Answer) => number
    signal?: AbortSignal
  },
): Client {
  let due = 0
  return {
    zone,
    async send(request) {
      for (let attempt = 1; ; attempt++) {
        signal?.throwIfAborted()
        if (due > 0) await sleep(due, signal)
        due = 0
        const answer = await tried(fetch, request, signal)
        const isLast = attempt === attempts
        if (answer instanceof ShopError) {
          if (isLast || answer.code !== 'connection_refused') throw answer
          await sleep(firstWaitMs * 2 ** (attempt - 1), signal)
          continue
        }
        if (answer.status === 429 || answer.status >= 500) {
          if (isLast) throw explain(answer, parsed(answer.text))
          const asked = retryAfterMs(answer.headers['retry-after'], now())
          if (asked !== null && asked > longestWaitMs)
            throw new ShopError('rate_limited', answer.headers['retry-after'] ?? '')
          await sleep(asked ?? firstWaitMs * 2 ** (attempt - 1), signal)
          continue
        }
        if (answer.status >= 300 && answer.status < 400)
          throw new ShopError('redirects', answer.headers.location ?? String(answer.status))
        const json = parsed(answer.text)
        if (isWall(answer)) throw new ShopError('blocked', saidByWall(answer))
        if (answer.status >= 400) throw explain(answer, json)
        if (json === undefined && isBrokenJson(answer))
          throw new ShopError('answer_unreadable', new URL(request.url).pathname)
        due = before?.(answer) ?? 0
        return { ...answer, json }
      }
    },
  }
}

async function tried(
  fetch: Transport['fetch'],
  request: Request,
  signal: AbortSignal | undefined,
): Promise<Answer | ShopError> {
  try {
    return await fetch(request, signal)
  } catch (error) {
    if (error instanceof ShopError) return error
    throw error
  }
}

/** A page for people instead of an answer of the API: a firewall or a password stands before the shop, and no key was looked at. */
const isWall = ({ status, text }: Answer): boolean =>
  (status === 401 || status === 403) && /<html|<!doctype/i.test(text)
const saidByWall = ({ status, headers, text }: Answer): string =>
  [status, plain(text.match(/<title[^>]*>([^<]*)/i)?.[1] ?? null) ?? headers.server].filter(Boolean).join(' · ')

/** Cut off, or with something else in it: the shop is one, its answer is not whole. */
const isBrokenJson = ({ headers, text }: Answer): boolean =>
  /json/i.test(headers['content-type'] ?? '') || /^\s*[{[]/.test(text)

/** undefined for what is not JSON. */
function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch (error) {
    if (error instanceof SyntaxError) return undefined
    throw error
  }
}

/** RFC 9110 §10.2.3: seconds (Shopify adds a fraction) or a date; null when it is neither. */
export function retryAfterMs(header: string | undefined, now: Date): number | null {
  if (!header) return null
  if (/^\d+(\.\d+)?$/.test(header.trim())) return Math.ceil(Number(header) * 1000)
  const at = Date.parse(header)
  return Number.isNaN(at) ? null : Math.max(0, at - now.getTime())
}
