import { sql } from 'kysely'
import type { accountRoutes } from '#contract/accounts.ts'
import type { Input, Reply } from '#contract/kit.ts'
import { type Db, isUniqueViolation, type Tx } from '#kernel/db.ts'
import { type Actor, record } from '#kernel/events.ts'
import type { Ctx } from '#kernel/http.ts'
import { asLocale, type Locale } from '#kernel/i18n.ts'
import { newId } from '#kernel/id.ts'
import { Problem } from '#kernel/problem.ts'
import { newToken, sha256 } from '#kernel/secrets.ts'
import type { Services } from '#kernel/services.ts'
import { requireGrantable, roleOf } from './granting.ts'
import { mailInvitation } from './mail-invitation.ts'
import { requireDepartments } from './write-members.ts'

type Routes = typeof accountRoutes
type InvitationReply = Reply<Routes['POST /invitations']>
type Row = Omit<InvitationReply, 'createdAt' | 'expiresAt' | 'state'> & { createdAt: Date; expiresAt: Date }
export type NewInvitation = {
  email: string
  fullName: string | null
  roleId: string
  departmentIds: readonly string[]
  locale: Locale | null
}

const validDays = 7

export async function listInvitations(ctx: Ctx): Promise<Reply<Routes['GET /invitations']>> {
  return { items: await select(ctx.db, ctx.actor.workspaceId, ctx.clock.now(), null), next: null }
}

export async function createInvitation(
  ctx: Ctx,
  { body }: Input<Routes['POST /invitations']>,
): Promise<InvitationReply> {
  return ctx
    .transact(async (tx) => {
      const at = ctx.clock.now()
      const { id } = await invite(tx, ctx.actor, at, ctx, {
        ...body,
        fullName: body.fullName?.trim() || null,
        departmentIds: body.departmentIds ?? [],
        locale: body.locale ?? null,
      })
      return one(tx, ctx.actor.workspaceId, at, id)
    })
    .catch((error: unknown) => {
      throw isUniqueViolation(error) ? new Problem('already_invited') : error
    })
}

/** Writes the invitation and its mail; answers the link as well. An invitation that has run out makes room for a new one. */
export async function invite(
  tx: Tx,
  actor: Actor,
  at: Date,
  services: Pick<Services, 'publicUrl'>,
  given: NewInvitation,
): Promise<{ id: string; link: string }> {
  const { workspaceId } = actor
  const email = given.email.toLowerCase()
  await requireGrantable(tx, actor, await roleOf(tx, workspaceId, given.roleId))
  await requireDepartments(tx, workspaceId, given.departmentIds)
  const { rows: members } =
    await sql`select 1 from member where workspace_id = ${workspaceId} and email = ${email} and removed_at is null`.execute(
      tx,
    )
  if (members.length > 0) throw new Problem('email_already_used')
  await sql`update invitation set revoked_at = ${at} where workspace_id = ${workspaceId} and email = ${email}
    and accepted_at is null and revoked_at is null and expires_at <= ${at}`.execute(tx)
  const id = newId()
  const token = newToken(24)
  const workspace = await tx
    .selectFrom('workspace')
    .select(['locale'])
    .where('id', '=', workspaceId)
    .executeTakeFirstOrThrow()
  await tx
    .insertInto('invitation')
    .values({
      ...{
        workspaceId,
        id,
        email,
        fullName: given.fullName,
        roleId: given.roleId,
        departmentIds: [...given.departmentIds],
      },
      ...{
        locale: given.locale ?? workspace.locale,
        tokenHash: sha256(token),
        invitedBy: actor.id,
        createdAt: at,
        expiresAt: expiryOf(at),
      },
    })
    .execute()
  const link = await mailInvitation(tx, services, at, workspaceId, id, token)
  await record(tx, actor, at, 'member.invited', { invitationId: id, roleId: given.roleId }, [id])
  return { id, link }
}

/** A new link for seven more days; the old one stops working. */
export async function resendInvitation(
  ctx: Ctx,
  { params }: Input<Routes['POST /invitations/:id/delivery']>,
): Promise<InvitationReply> {
  return ctx.transact(async (tx) => {
    const { actor } = ctx
    const at = ctx.clock.now()
    const token = newToken(24)
    const { rows } = await sql<{
      roleId: string
    }>`update invitation set token_hash = ${sha256(token)}, expires_at = ${expiryOf(at)}
      where workspace_id = ${actor.workspaceId} and id = ${params.id} and accepted_at is null and revoked_at is null returning role_id`.execute(
      tx,
    )
    if (!rows[0]) throw new Problem('not_found')
    await requireGrantable(tx, actor, await roleOf(tx, actor.workspaceId, rows[0].roleId))
    await mailInvitation(tx, ctx, at, actor.workspaceId, params.id, token)
    await record(tx, actor, at, 'invitation.resent', { invitationId: params.id }, [params.id])
    return one(tx, actor.workspaceId, at, params.id)
  })
}

export async function revokeInvitation(ctx: Ctx, { params }: Input<Routes['DELETE /invitations/:id']>): Promise<void> {
  await ctx.transact(async (tx) => {
    const at = ctx.clock.now()
    const { rows } =
      await sql`update invitation set revoked_at = ${at} where workspace_id = ${ctx.actor.workspaceId} and id = ${params.id}
      and accepted_at is null and revoked_at is null returning id`.execute(tx)
    if (rows.length === 0) throw new Problem('not_found')
    await record(tx, ctx.actor, at, 'invitation.revoked', { invitationId: params.id }, [params.id])
  })
}

const expiryOf = (at: Date) => new Date(at.getTime() + validDays * 86_400_000)

async function one(db: Db | Tx, workspaceId: string, at: Date, id: string): Promise<InvitationReply> {
  const [row] = await select(db, workspaceId, at, id)
  if (!row) throw new Problem('not_found')
  return row
}

async function select(db: Db | Tx, workspaceId: string, at: Date, id: string | null): Promise<InvitationReply[]> {
  const { rows } =
    await sql<Row>`select i.id, i.email, i.full_name, i.role_id, r.name as role_name, i.department_ids, i.locale,
      m.full_name as invited_by_name, i.created_at, i.expires_at
    from invitation i join role r on r.workspace_id = i.workspace_id and r.id = i.role_id
    left join member m on m.workspace_id = i.workspace_id and m.id = i.invited_by
    where i.workspace_id = ${workspaceId} and i.accepted_at is null and i.revoked_at is null and (${id}::uuid is null or i.id = ${id}::uuid)
    order by i.created_at desc, i.id desc limit 500`.execute(db)
  return rows.map((row) => ({
    ...row,
    locale: asLocale(row.locale),
    createdAt: row.createdAt.toISOString(),
    expiresAt: row.expiresAt.toISOString(),
    state: row.expiresAt > at ? ('open' as const) : ('expired' as const),
  }))
}
