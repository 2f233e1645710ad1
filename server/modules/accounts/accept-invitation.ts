import { sql } from 'kysely'
import type { accountRoutes } from '#contract/accounts.ts'
import type { Input, Reply } from '#contract/kit.ts'
import type { Tx } from '#kernel/db.ts'
import { record } from '#kernel/events.ts'
import type { Ctx } from '#kernel/http.ts'
import { asLocale } from '#kernel/i18n.ts'
import { newId } from '#kernel/id.ts'
import { invalid, Problem } from '#kernel/problem.ts'
import { sha256 } from '#kernel/secrets.ts'
import { authOf } from './auth-of.ts'
import { callAuth } from './call-auth.ts'
import { recordJoined } from './record-joined.ts'
import { removeUser } from './remove-user.ts'
import { countAttempt } from './sign-in.ts'
import { requireTimeZone } from './time-zone.ts'

type Routes = typeof accountRoutes
type Open = {
  workspaceId: string
  id: string
  email: string
  fullName: string | null
  roleId: string
  departmentIds: string[]
  locale: string
}
type Account = { userId: string; isNew: boolean; needsSecondFactor: boolean }
const minPasswordLength = 10

/** What the link leads to; `hasAccount` tells the screen whether to ask for a new password or for the one in use. */
export async function previewInvitation(
  ctx: Ctx,
  { params }: Input<Routes['GET /invitations/:token']>,
): Promise<Reply<Routes['GET /invitations/:token']>> {
  const { rows } = await sql<
    Reply<Routes['GET /invitations/:token']>
  >`select w.name as workspace_name, i.email, i.full_name,
      m.full_name as invited_by_name, r.name as role_name, i.locale, exists (select 1 from auth."user" u where u.email = i.email) as has_account
    from invitation i join workspace w on w.id = i.workspace_id
    join role r on r.workspace_id = i.workspace_id and r.id = i.role_id
    left join member m on m.workspace_id = i.workspace_id and m.id = i.invited_by
    where i.token_hash = ${sha256(params.token)} and i.accepted_at is null and i.revoked_at is null and i.expires_at > ${ctx.clock.now()}`.execute(
    ctx.db,
  )
  if (!rows[0]) throw new Problem('invitation_expired')
  return { ...rows[0], locale: asLocale(rows[0].locale) }
}

/**
 * Makes the account, or checks the password of the one that the address already has, and then the member. The account is
 * kept by the auth library: if the membership cannot be written, a new account is taken away again.
 */
export async function acceptInvitation(
  ctx: Ctx,
  { params, body }: Input<Routes['POST /invitations/:token/acceptance']>,
): Promise<Reply<Routes['POST /invitations/:token/acceptance']>> {
  if (body.timeZone) requireTimeZone(body.timeZone, '/timeZone')
  const succeeded = countAttempt(ctx, 'sign-in', params.token)
  const invitation = await previewInvitation(ctx, { params, query: undefined, body: undefined })
  const fullName = body.fullName?.trim() || invitation.fullName
  if (!invitation.hasAccount && !fullName) throw invalid('/fullName', 'required')
  const account = await openAccount(
    ctx,
    invitation.email,
    fullName ?? invitation.email,
    body.password,
    invitation.hasAccount,
  )
  succeeded()
  try {
    const workspaceId = await ctx.db
      .transaction()
      .execute((tx) => join(tx, ctx, params.token, account.userId, { fullName, timeZone: body.timeZone ?? null }))
    if (account.needsSecondFactor) throw new Problem('two_factor_required')
    return { workspaceId }
  } catch (error) {
    if (account.isNew) {
      ctx.reply.removeHeader('set-cookie')
      await removeUser(ctx, account.userId)
    }
    throw error
  }
}

async function openAccount(ctx: Ctx, email: string, name: string, password: string, exists: boolean): Promise<Account> {
  const { api } = authOf(ctx)
  if (exists) {
    const answer = await callAuth<{ user?: { id: string }; twoFactorRedirect?: boolean }>(
      ctx,
      (headers) => api.signInEmail({ body: { email, password }, headers, asResponse: true }),
      ({ status }) => (status === 401 ? invalid('/password', 'wrong_password') : null),
    )
    return {
      userId: answer.user?.id ?? (await userIdOf(ctx, email)),
      isNew: false,
      needsSecondFactor: answer.twoFactorRedirect ?? false,
    }
  }
  if (password.length < minPasswordLength) throw invalid('/password', 'min_length', { limit: minPasswordLength })
  const { user } = await callAuth<{ user: { id: string } }>(
    ctx,
    (headers) => api.signUpEmail({ body: { email, password, name }, headers, asResponse: true }),
    ({ code }) =>
      code.startsWith('USER_ALREADY_EXISTS')
        ? new Problem('conflict')
        : code === 'INVALID_EMAIL'
          ? invalid('/email', 'format_email')
          : null,
  )
  return { userId: user.id, isNew: true, needsSecondFactor: false }
}

const userIdOf = async (ctx: Ctx, email: string): Promise<string> =>
  (await sql<{ id: string }>`select id from auth."user" where email = ${email}`.execute(ctx.db)).rows[0]!.id

/** Claims the invitation and writes the member, or brings back the one who left. Two at once: one joins, the other finds it used. */
async function join(
  tx: Tx,
  ctx: Ctx,
  token: string,
  userId: string,
  given: { fullName: string | null; timeZone: string | null },
): Promise<string> {
  const at = ctx.clock.now()
  const { rows } =
    await sql<Open>`update invitation set accepted_at = ${at} where token_hash = ${sha256(token)} and accepted_at is null
    and revoked_at is null and expires_at > ${at} returning workspace_id, id, email, full_name, role_id, department_ids, locale`.execute(
      tx,
    )
  const invitation = rows[0]
  if (!invitation) throw new Problem('invitation_expired')
  const member = await addMember(tx, at, {
    ...invitation,
    userId,
    fullName: given.fullName ?? invitation.fullName ?? invitation.email,
    timeZone: given.timeZone,
  })
  const actor = await recordJoined(tx, invitation.workspaceId, at, member)
  await record(tx, actor, at, 'session.started', { memberId: member.id }, [member.id])
  return invitation.workspaceId
}

export type JoiningMember = Omit<Open, 'id'> & { userId: string; fullName: string; timeZone: string | null }

/** Writes a member with departments; one who was removed comes back under the new role. */
export async function addMember(tx: Tx, at: Date, given: JoiningMember): Promise<{ id: string; fullName: string }> {
  const { workspaceId } = given
  const { rows } = await sql<{ id: string; fullName: string }>`insert into member as m
      (workspace_id, id, user_id, email, full_name, role_id, locale, time_zone, absences, created_at)
    select ${workspaceId}::uuid, ${newId()}::uuid, ${given.userId}::uuid, ${given.email}, ${given.fullName}, ${given.roleId}::uuid,
      ${given.locale}, coalesce(${given.timeZone}::text, w.time_zone), '[]'::jsonb, ${at}::timestamptz
    from workspace w where w.id = ${workspaceId}
    on conflict (workspace_id, user_id) do update set role_id = excluded.role_id, email = excluded.email, removed_at = null, version = m.version + 1
    returning id, full_name`.execute(tx)
  const member = rows[0]!
  await sql`delete from member_department where workspace_id = ${workspaceId} and member_id = ${member.id}`.execute(tx)
  await sql`insert into member_department (workspace_id, member_id, department_id)
    select ${workspaceId}::uuid, ${member.id}::uuid, d.id from department d
    where d.workspace_id = ${workspaceId} and d.id = any(${given.departmentIds}::uuid[]) and d.deleted_at is null`.execute(
    tx,
  )
  return member
}
