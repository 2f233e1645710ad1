import { type LookupAddress, type LookupOptions, lookup } from 'node:dns'
import { type IncomingMessage, request as requestHttp } from 'node:http'
import { request as requestHttps } from 'node:https'
import { isIP } from 'node:net'
import { isPublicAddress } from './addresses.ts'
import { ShopError } from './shop-error.ts'

export type Request = { method: 'GET' | 'POST'; url: string; headers: Record<string, string>; body?: string }
export type Answer = { status: number; headers: Record<string, string>; text: string }
export type Fetcher = (request: Request, signal?: AbortSignal) => Promise<Answer>

const mostBytes = 32 * 1024 * 1024
const timeoutMs = 30_000

/**
 * Fetches from public addresses only. The address is checked where the connection is made, after the name was resolved, so that
 * no name can be made to point inside between check and use. Redirects are not followed: they are answered as they are.
 * @param isAllowed for installations that may reach their own network, and tests
 */
export function publicFetcher({ isAllowed = isPublicAddress } = {}): Fetcher {
  const guardedLookup = (
    host: string,
    options: LookupOptions,
    done: (error: Error | null, addresses: string | LookupAddress[], family?: number) => void,
  ) =>
    lookup(host, { ...options, all: true }, (error, addresses) => {
      if (error) return done(error, [])
      const allowed = addresses.filter(({ address }) => isAllowed(address))
      const first = allowed[0]
      if (!first) return done(new ShopError('host_not_public', host), [])
      return options.all ? done(null, allowed) : done(null, first.address, first.family)
    })
  return async ({ method, url, headers, body }, signal) => {
    const { protocol, hostname } = new URL(url)
    const literal = hostname.replace(/^\[|\]$/g, '')
    if (isIP(literal) && !isAllowed(literal)) throw new ShopError('host_not_public', literal)
    const send = protocol === 'https:' ? requestHttps : requestHttp
    const limit = AbortSignal.timeout(timeoutMs)
    try {
      return await new Promise<Answer>((resolve, reject) => {
        const sent = send(
          url,
          {
            method,
            headers: {
              accept: 'application/json',
              'user-agent': 'Tandem',
              ...headers,
              ...(body !== undefined && { 'content-length': String(Buffer.byteLength(body)) }),
            },
            lookup: guardedLookup as never,
            signal: signal ? AbortSignal.any([signal, limit]) : limit,
          },
          (answer) => void read(answer).then(resolve, reject),
        )
        sent.on('error', reject)
        sent.end(body)
      })
    } catch (error) {
      if (signal?.aborted) throw error
      throw errorOf(error, hostname, limit.aborted)
    }
  }
}

async function read(answer: IncomingMessage): Promise<Answer> {
  const chunks: Buffer[] = []
  let bytes = 0
  for await (const chunk of answer as AsyncIterable<Buffer>) {
    bytes += chunk.length
    if (bytes > mostBytes) {
      answer.destroy()
      throw new ShopError('answer_too_large', `${mostBytes}`)
    }
    chunks.push(chunk)
  }
  const headers = Object.fromEntries(Object.entries(answer.headers).map(([name, value]) => [name, String(value)]))
  return { status: answer.statusCode ?? 0, headers, text: Buffer.concat(chunks).toString('utf8') }
}

const unknownHost = new Set(['ENOTFOUND', 'EAI_AGAIN', 'EAI_NONAME', 'EAI_FAIL', 'EAI_NODATA'])
const refused = new Set(['ECONNREFUSED', 'ECONNRESET', 'EHOSTUNREACH', 'ENETUNREACH', 'EPIPE', 'EHOSTDOWN'])

function errorOf(error: unknown, host: string, isLate: boolean): unknown {
  if (error instanceof ShopError) return error
  if (isLate) return new ShopError('timed_out', host)
  const code = error instanceof Error && 'code' in error ? String(error.code) : ''
  if (unknownHost.has(code)) return new ShopError('host_unknown', host)
  if (code === 'ETIMEDOUT') return new ShopError('timed_out', host)
  if (refused.has(code)) return new ShopError('connection_refused', `${host} (${code})`)
  if (/CERT|SSL|TLS|EPROTO|SELF_SIGNED|UNABLE_TO|ALTNAME|HOSTNAME/.test(code))
    return new ShopError('tls_failed', `${host} (${code})`)
  return error
}
