import { createHash, createHmac } from 'node:crypto'
import type { FastifyRequest } from 'fastify'
import { deriveKey, newToken, sameBytes } from '#kernel/secrets.ts'
import type { Services } from '#kernel/services.ts'

/** Bits of work a visitor's browser does while they type: some thousand hashes, about a tenth of a second. */
export const workBits = 12
const fastestMs = { withWork: 1000, withoutWork: 2500 }
const staleMs = 24 * 3600 * 1000
const perMinuteWithoutWork = 20
const usesPerToken = 3

export const traps = { honeypot: '_homepage', token: '_token', work: '_work' } as const
export type Verdict = 'ok' | 'spam' | 'slow_down'
type Given = Pick<Services, 'secret' | 'clock' | 'pool'>

/** What a hosted form carries: when it was shown, which version, a number of its own; signed. */
export function issueToken(
  { secret, clock }: Pick<Services, 'secret' | 'clock'>,
  formId: string,
  version: number,
): string {
  const head = `${clock.now().getTime().toString(36)}.${version}.${newToken(9)}`
  return `${head}.${sign(secret, formId, head)}`
}

export type Token = { shownAt: number; version: number }

/** Null: not ours, or for another form. */
export function readToken({ secret }: Pick<Services, 'secret'>, formId: string, token: string): Token | null {
  const [shownAt = '', version = '', nonce = '', signature = ''] = token.slice(0, 200).split('.')
  const isOurs = sameBytes(Buffer.from(signature), Buffer.from(sign(secret, formId, `${shownAt}.${version}.${nonce}`)))
  return isOurs ? { shownAt: Number.parseInt(shownAt, 36), version: Number(version) } : null
}

/**
 * Judges a browser's submission without third parties: a field that people do not see, the time they took, work done by
 * their browser. Without work (no JavaScript, hand-made forms) an address gets fewer tries. Programs that send JSON are not judged here.
 */
export async function judge(
  services: Given,
  request: FastifyRequest,
  formId: string,
  body: Record<string, unknown>,
): Promise<Verdict> {
  if (textOf(body[traps.honeypot]) !== '') return 'spam'
  const given = textOf(body[traps.token])
  const token = given === '' ? null : readToken(services, formId, given)
  if (given !== '' && !token) return 'spam'
  const age = token ? services.clock.now().getTime() - token.shownAt : Number.POSITIVE_INFINITY
  const hasWorked =
    token !== null && age < staleMs && isWorkDone(given, textOf(body[traps.work])) && isFresh(services, given)
  if (age < (hasWorked ? fastestMs.withWork : fastestMs.withoutWork)) return 'spam'
  return hasWorked || (await mayTry(request)) ? 'ok' : 'slow_down'
}

/** SHA-256(token:work) starts with enough zero bits. */
export function isWorkDone(token: string, work: string): boolean {
  if (!/^\d{1,9}$/.test(work)) return false
  return createHash('sha256').update(`${token}:${work}`).digest().readUInt32BE() >>> (32 - workBits) === 0
}

const textOf = (value: unknown) => (typeof value === 'string' ? value : value === undefined ? '' : 'list')

let keys: { secret: string; key: Buffer } | null = null
function sign(secret: string, formId: string, head: string): string {
  if (keys?.secret !== secret) keys = { secret, key: deriveKey(secret, 'form-token') }
  return createHmac('sha256', keys.key).update(`${formId} ${head}`).digest('base64url').slice(0, 27)
}

/** Work done once pays for a few tries only: corrections after a mistake, not a flood. */
const uses = new WeakMap<Services['pool'], Map<string, number>>()
function isFresh({ pool }: Pick<Services, 'pool'>, token: string): boolean {
  let mine = uses.get(pool)
  if (!mine) uses.set(pool, (mine = new Map()))
  if (mine.size > 20_000) mine.clear()
  const used = (mine.get(token) ?? 0) + 1
  mine.set(token, used)
  return used <= usesPerToken
}

type Limiter = (request: FastifyRequest) => Promise<{ isAllowed: true } | { isAllowed: false; isExceeded: boolean }>
const limiters = new WeakMap<object, Limiter>()

/** Off where the installation has no limits. */
async function mayTry(request: FastifyRequest): Promise<boolean> {
  const { server } = request
  if (!server.hasDecorator('createRateLimit')) return true
  let limiter = limiters.get(server)
  if (!limiter) {
    limiter = server.createRateLimit({ max: perMinuteWithoutWork, timeWindow: 60_000 }) as Limiter
    limiters.set(server, limiter)
  }
  const answer = await limiter(request)
  return answer.isAllowed || !answer.isExceeded
}
