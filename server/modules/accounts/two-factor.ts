import { sql } from 'kysely'
import type { accountRoutes } from '#contract/accounts.ts'
import type { Input, Reply } from '#contract/kit.ts'
import type { Ctx } from '#kernel/http.ts'
import { invalid } from '#kernel/problem.ts'
import { authOf } from './auth-of.ts'
import { callAuth, requireSession } from './call-auth.ts'
import { recordForUser } from './record-for-user.ts'
import { countAttempt } from './sign-in.ts'

type Routes = typeof accountRoutes

export async function readTwoFactor(ctx: Ctx): Promise<Reply<Routes['GET /me/two-factor']>> {
  const { userId } = requireSession(ctx)
  const { rows } = await sql<{
    enabled: boolean | null
  }>`select "twoFactorEnabled" as enabled from auth."user" where id = ${userId}::uuid`.execute(ctx.db)
  return { enabled: rows[0]?.enabled ?? false }
}

/** Makes a new key and backup codes. Nothing changes at sign-in before `confirmTwoFactor`. */
export async function beginTwoFactor(
  ctx: Ctx,
  { body }: Input<Routes['POST /me/two-factor']>,
): Promise<Reply<Routes['POST /me/two-factor']>> {
  const succeeded = countAttempt(ctx, 'password', requireSession(ctx).userId)
  const made = await callAuth<{ totpURI: string; backupCodes: string[] }>(ctx, (headers) =>
    authOf(ctx).api.enableTwoFactor({ body: { password: body.password, method: 'totp' }, headers, asResponse: true }),
  )
  succeeded()
  return {
    uri: made.totpURI,
    key: new URL(made.totpURI).searchParams.get('secret') ?? '',
    backupCodes: made.backupCodes,
  }
}

export async function confirmTwoFactor(ctx: Ctx, { body }: Input<Routes['PUT /me/two-factor']>): Promise<void> {
  const { userId } = requireSession(ctx)
  const succeeded = countAttempt(ctx, 'code', userId)
  await callAuth(
    ctx,
    (headers) =>
      authOf(ctx).api.verifyTOTP({ body: { code: body.code.replace(/\s/g, '') }, headers, asResponse: true }),
    ({ code }) => (code === 'INVALID_CODE' ? invalid('/code', 'wrong_code') : null),
  )
  succeeded()
  await recordForUser(ctx, userId, 'two_factor.enabled')
}

export async function removeTwoFactor(ctx: Ctx, { body }: Input<Routes['POST /me/two-factor/removal']>): Promise<void> {
  const { userId } = requireSession(ctx)
  const succeeded = countAttempt(ctx, 'password', userId)
  await callAuth(ctx, (headers) => authOf(ctx).api.disableTwoFactor({ body, headers, asResponse: true }))
  succeeded()
  await recordForUser(ctx, userId, 'two_factor.disabled')
}

export async function renewBackupCodes(
  ctx: Ctx,
  { body }: Input<Routes['POST /me/two-factor/backup-codes']>,
): Promise<Reply<Routes['POST /me/two-factor/backup-codes']>> {
  const { userId } = requireSession(ctx)
  const succeeded = countAttempt(ctx, 'password', userId)
  const { backupCodes } = await callAuth<{ backupCodes: string[] }>(ctx, (headers) =>
    authOf(ctx).api.generateBackupCodes({ body, headers, asResponse: true }),
  )
  succeeded()
  await recordForUser(ctx, userId, 'two_factor.codes_renewed')
  return { backupCodes }
}
