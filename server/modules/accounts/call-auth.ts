import type { Ctx } from '#kernel/http.ts'
import { invalid, Problem } from '#kernel/problem.ts'
import { type Session, sessionOf } from './authenticate.ts'

export type Refusal = { code: string; status: number }

/**
 * Calls the auth library on behalf of this browser: its cookies go in, the library's cookies go out, and what it refuses
 * is thrown as the problem that `refused` makes of it.
 */
export async function callAuth<T>(
  ctx: Ctx,
  call: (headers: Headers) => Promise<Response>,
  refused: (refusal: Refusal) => Problem | null = () => null,
): Promise<T> {
  const response = await call(browserHeaders(ctx))
  const cookies = response.headers.getSetCookie()
  if (cookies.length > 0) ctx.reply.header('set-cookie', cookies)
  const body: unknown = await response.json().catch(() => null)
  if (response.ok) return body as T
  const refusal = { code: (body as { code?: string } | null)?.code ?? '', status: response.status }
  throw refused(refusal) ?? usualRefusal(refusal)
}

/** The session that passwords and second factors belong to; 403 for API keys, which have none. */
export function requireSession(ctx: Ctx): Session {
  const session = sessionOf(ctx.request)
  if (!session) throw new Problem('forbidden', { permission: 'session' })
  return session
}

/** What the library may see of the request: who, from where, with what. The address is the one the proxy rules decided. */
export function browserHeaders({ request }: Pick<Ctx, 'request'>): Headers {
  const headers = new Headers({ 'x-forwarded-for': request.ip })
  const { cookie, 'user-agent': userAgent } = request.headers
  if (cookie) headers.set('cookie', cookie)
  if (userAgent) headers.set('user-agent', userAgent.slice(0, 300))
  return headers
}

function usualRefusal({ code, status }: Refusal): Problem {
  if (code === 'INVALID_PASSWORD') return invalid('/password', 'wrong_password')
  if (code === 'PASSWORD_TOO_SHORT') return invalid('/password', 'min_length', { limit: 10 })
  if (code === 'PASSWORD_TOO_LONG') return invalid('/password', 'max_length', { limit: 200 })
  if (code === 'INVALID_CODE' || code === 'INVALID_BACKUP_CODE') return new Problem('code_wrong')
  if (code === 'ACCOUNT_TEMPORARILY_LOCKED') return new Problem('account_locked')
  if (code === 'INVALID_TWO_FACTOR_COOKIE' || code === 'TOO_MANY_ATTEMPTS_REQUEST_NEW_CODE')
    return new Problem('session_expired')
  if (
    code === 'TOTP_ALREADY_ENABLED' ||
    code === 'TWO_FACTOR_NOT_ENABLED' ||
    code === 'TOTP_NOT_ENABLED' ||
    status === 409
  )
    return new Problem('conflict')
  if (status === 401) return new Problem('invalid_credentials')
  if (status === 429) return new Problem('rate_limited')
  return new Problem('server_error')
}
