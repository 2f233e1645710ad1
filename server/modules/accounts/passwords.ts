import type { accountRoutes } from '#contract/accounts.ts'
import type { Input } from '#contract/kit.ts'
import type { Ctx } from '#kernel/http.ts'
import { invalid, Problem } from '#kernel/problem.ts'
import { authOf, limiterOf } from './auth-of.ts'
import { callAuth, requireSession } from './call-auth.ts'
import { mailPasswordChanged } from './mail-password.ts'
import { recordForUser } from './record-for-user.ts'
import { countAttempt } from './sign-in.ts'

type Of<K extends keyof typeof accountRoutes> = Input<(typeof accountRoutes)[K]>

/** Sends the link if there is such an account; the answer is the same if not. */
export async function requestReset(ctx: Ctx, { body }: Of<'POST /password-resets'>): Promise<void> {
  const limiter = limiterOf(ctx)
  limiter.take(`reset address ${ctx.request.ip}`, 20, 3600)
  limiter.take(`reset account ${body.email.toLowerCase()}`, 5, 3600)
  await callAuth(
    ctx,
    (headers) =>
      authOf(ctx).api.requestPasswordReset({ body: { email: body.email.toLowerCase() }, headers, asResponse: true }),
    // The library's idea of an address is narrower than ours.
    ({ status }) => (status === 400 ? invalid('/email', 'format_email') : null),
  )
}

/** The new password by the link of the mail; ends every session of the account. */
export async function resetPassword(ctx: Ctx, { params, body }: Of<'PUT /password-resets/:token'>): Promise<void> {
  limiterOf(ctx).take(`reset-link address ${ctx.request.ip}`, 30, 3600)
  const owner = await ownerOfReset(ctx, params.token)
  await callAuth(
    ctx,
    (headers) =>
      authOf(ctx).api.resetPassword({
        body: { token: params.token, newPassword: body.password },
        headers,
        asResponse: true,
      }),
    ({ code }) => (code === 'INVALID_TOKEN' || code === 'USER_NOT_FOUND' ? new Problem('reset_expired') : null),
  )
  if (owner) await tell(ctx, owner)
}

export async function changePassword(ctx: Ctx, { body }: Of<'PUT /me/password'>): Promise<void> {
  const { userId } = requireSession(ctx)
  const succeeded = countAttempt(ctx, 'password', userId)
  await callAuth(
    ctx,
    (headers) =>
      authOf(ctx).api.changePassword({ body: { ...body, revokeOtherSessions: true }, headers, asResponse: true }),
    ({ code }) => (code === 'INVALID_PASSWORD' ? invalid('/currentPassword', 'wrong_password') : null),
  )
  succeeded()
  await tell(ctx, userId)
}

async function tell(ctx: Ctx, userId: string): Promise<void> {
  await recordForUser(ctx, userId, 'password.changed')
  await mailPasswordChanged(ctx, userId)
}

async function ownerOfReset(ctx: Ctx, token: string): Promise<string | null> {
  const { internalAdapter } = await authOf(ctx).$context
  return (await internalAdapter.findVerificationValue(`reset-password:${token}`))?.value ?? null
}
