import type { accountRoutes } from '#contract/accounts.ts'
import type { Input } from '#contract/kit.ts'
import type { Ctx } from '#kernel/http.ts'
import { Problem } from '#kernel/problem.ts'
import { authOf, limiterOf } from './auth-of.ts'
import { sessionOf } from './authenticate.ts'
import { callAuth } from './call-auth.ts'
import { endSessions } from './end-sessions.ts'
import { membershipsOf, recordForUser } from './record-for-user.ts'

type Of<K extends keyof typeof accountRoutes> = Input<(typeof accountRoutes)[K]>
type SignedIn = { user?: { id: string }; twoFactorRedirect?: boolean }

const attemptsPerAccount = 10
const attemptsPerAddress = 100
const windowSeconds = 600

/** Counts an attempt of this address and at this account; both are limited. Answers how to forget it after a success. */
export function countAttempt(ctx: Ctx, kind: string, account: string): () => void {
  const limiter = limiterOf(ctx)
  const key = `${kind} account ${account.toLowerCase()}`
  limiter.take(`${kind} address ${ctx.request.ip}`, attemptsPerAddress, windowSeconds)
  limiter.take(key, attemptsPerAccount, windowSeconds)
  return () => limiter.clear(key)
}

/**
 * Signs in with e-mail and password. An account with a second factor gets a cookie of ten minutes for `verifySignIn` and
 * 401 `two_factor_required`; one without any workspace is refused.
 */
export async function signIn(ctx: Ctx, { body }: Of<'POST /sessions'>): Promise<void> {
  const succeeded = countAttempt(ctx, 'sign-in', body.email)
  const given = { email: body.email.toLowerCase(), password: body.password, rememberMe: body.rememberMe ?? true }
  const answer = await callAuth<SignedIn>(
    ctx,
    (headers) => authOf(ctx).api.signInEmail({ body: given, headers, asResponse: true }),
    ({ code, status }) => (status === 401 || code === 'INVALID_EMAIL' ? new Problem('invalid_credentials') : null),
  )
  succeeded()
  if (answer.twoFactorRedirect) throw new Problem('two_factor_required')
  await admit(ctx, answer.user!.id)
}

/** The second step, with a code of the authenticator app or one of the backup codes. */
export async function verifySignIn(ctx: Ctx, { body }: Of<'POST /sessions/verification'>): Promise<void> {
  limiterOf(ctx).take(`verify address ${ctx.request.ip}`, attemptsPerAddress, windowSeconds)
  const { api } = authOf(ctx)
  const given = { code: body.code.replace(/\s/g, ''), trustDevice: body.trustDevice ?? false }
  const answer = await callAuth<SignedIn>(ctx, (headers) =>
    body.isBackupCode
      ? api.verifyBackupCode({ body: given, headers, asResponse: true })
      : api.verifyTOTP({ body: given, headers, asResponse: true }),
  )
  await admit(ctx, answer.user!.id)
}

/** Ends this session, if there is one, and clears its cookies in any case. */
export async function signOut(ctx: Ctx): Promise<void> {
  const session = sessionOf(ctx.request)
  await callAuth(ctx, (headers) => authOf(ctx).api.signOut({ headers, asResponse: true }))
  if (session) await recordForUser(ctx, session.userId, 'session.ended')
}

async function admit(ctx: Ctx, userId: string): Promise<void> {
  if ((await membershipsOf(ctx, userId)).length === 0) {
    await endSessions(ctx.db, userId)
    ctx.reply.removeHeader('set-cookie')
    throw new Problem('no_membership')
  }
  await recordForUser(ctx, userId, 'session.started')
}
