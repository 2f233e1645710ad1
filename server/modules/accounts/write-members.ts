import { sql } from 'kysely'
import type { accountRoutes } from '#contract/accounts.ts'
import type { Input } from '#contract/kit.ts'
import type { Tx } from '#kernel/db.ts'
import { type Actor, record } from '#kernel/events.ts'
import { type Ctx, requireVersion } from '#kernel/http.ts'
import { invalid, Problem } from '#kernel/problem.ts'
import { endSessions } from './end-sessions.ts'
import { requireGrantable, roleOf } from './granting.ts'
import { type MemberReply, readMember } from './read-members.ts'
import { membershipsOf } from './record-for-user.ts'

type Routes = typeof accountRoutes
type Locked = { id: string; userId: string; fullName: string; roleId: string; removedAt: Date | null; version: number }

export async function patchMember(
  ctx: Ctx,
  { params, body }: Input<Routes['PATCH /members/:id']>,
): Promise<MemberReply> {
  requireOrdered(body.absences)
  return ctx.transact(async (tx) => {
    const { actor } = ctx
    const member = await lockMember(tx, actor.workspaceId, params.id)
    if (member.removedAt) throw new Problem('not_found')
    requireVersion(ctx, member.version)
    if (body.roleId && body.roleId !== member.roleId) await changeRole(tx, actor, member, body.roleId)
    if (body.departments) await setDepartments(tx, actor.workspaceId, member.id, body.departments)
    const { departments: _, absences, ...columns } = body
    await tx
      .updateTable('member')
      .set({ ...columns, ...(absences && { absences: JSON.stringify(absences) }), version: member.version + 1 })
      .where('workspaceId', '=', actor.workspaceId)
      .where('id', '=', member.id)
      .execute()
    await record(
      tx,
      actor,
      ctx.clock.now(),
      'member.changed',
      { memberId: member.id, name: member.fullName, fields: Object.keys(body) },
      [member.id],
    )
    return readMember(tx, actor.workspaceId, member.id)
  })
}

/** Takes access away at once: sessions end (unless the person has other workspaces), keys die. Their records stay. */
export async function removeMember(ctx: Ctx, { params }: Input<Routes['DELETE /members/:id']>): Promise<void> {
  await ctx.transact(async (tx) => {
    const { actor } = ctx
    const { workspaceId } = actor
    const at = ctx.clock.now()
    const member = await lockMember(tx, workspaceId, params.id)
    if (member.removedAt) throw new Problem('not_found')
    await requireGrantable(tx, actor, await roleOf(tx, workspaceId, member.roleId))
    await keepAnOwner(tx, workspaceId, member.id)
    await sql`update member set removed_at = ${at}, version = version + 1 where workspace_id = ${workspaceId} and id = ${member.id}`.execute(
      tx,
    )
    await sql`update api_key set revoked_at = ${at} where workspace_id = ${workspaceId} and member_id = ${member.id} and revoked_at is null`.execute(
      tx,
    )
    if ((await membershipsOf({ db: tx }, member.userId)).length === 0) await endSessions(tx, member.userId)
    await record(tx, actor, at, 'member.removed', { memberId: member.id, name: member.fullName }, [member.id])
  })
}

/** Gives access back with role and departments as they were; keys stay dead. */
export async function restoreMember(
  ctx: Ctx,
  { params }: Input<Routes['POST /members/:id/restoration']>,
): Promise<MemberReply> {
  return ctx.transact(async (tx) => {
    const { actor } = ctx
    const member = await lockMember(tx, actor.workspaceId, params.id)
    if (member.removedAt) {
      await requireGrantable(tx, actor, await roleOf(tx, actor.workspaceId, member.roleId))
      await sql`update member set removed_at = null, version = version + 1 where workspace_id = ${actor.workspaceId} and id = ${member.id}`.execute(
        tx,
      )
      await record(tx, actor, ctx.clock.now(), 'member.restored', { memberId: member.id, name: member.fullName }, [
        member.id,
      ])
    }
    return readMember(tx, actor.workspaceId, member.id)
  })
}

export function requireOrdered(absences: readonly (readonly [string, string])[] | undefined): void {
  const wrong = absences?.findIndex(([from, to]) => to < from) ?? -1
  if (wrong >= 0) throw invalid(`/absences/${wrong}`, 'date_order')
}

/** Replaces the departments of a member; 404 when one is not of this workspace. */
export async function setDepartments(
  tx: Tx,
  workspaceId: string,
  memberId: string,
  given: readonly { id: string; isManager: boolean }[],
): Promise<void> {
  const chosen = [...new Map(given.map((one) => [one.id, one])).values()]
  await tx
    .deleteFrom('memberDepartment')
    .where('workspaceId', '=', workspaceId)
    .where('memberId', '=', memberId)
    .execute()
  if (chosen.length === 0) return
  const ids = chosen.map(({ id }) => id)
  await requireDepartments(tx, workspaceId, ids)
  await tx
    .insertInto('memberDepartment')
    .values(chosen.map(({ id, isManager }) => ({ workspaceId, memberId, departmentId: id, isManager })))
    .execute()
}

/** Locks them against deletion until commit. */
export async function requireDepartments(tx: Tx, workspaceId: string, ids: readonly string[]): Promise<void> {
  const { rows } =
    await sql`select id from department where workspace_id = ${workspaceId} and id = any(${[...ids]}::uuid[])
    and deleted_at is null for share`.execute(tx)
  if (rows.length !== ids.length) throw new Problem('not_found')
}

async function changeRole(tx: Tx, actor: Actor, member: Locked, roleId: string): Promise<void> {
  const before = await roleOf(tx, actor.workspaceId, member.roleId)
  const after = await roleOf(tx, actor.workspaceId, roleId)
  await requireGrantable(tx, actor, before, after)
  if (before.key === 'owner') await keepAnOwner(tx, actor.workspaceId, member.id)
}

/** Locks the owners, so that two who leave at the same time cannot both be "not the last". */
async function keepAnOwner(tx: Tx, workspaceId: string, leavingId: string): Promise<void> {
  const { rows } = await sql<{
    id: string
  }>`select m.id from member m join role r on r.workspace_id = m.workspace_id and r.id = m.role_id
    where m.workspace_id = ${workspaceId} and r.key = 'owner' and m.removed_at is null order by m.id for update of m`.execute(
    tx,
  )
  if (rows.some(({ id }) => id === leavingId) && rows.length === 1) throw new Problem('cannot_remove_last_owner')
}

/** Owners are locked first and in one order, whatever is asked, so that two changes cannot wait for each other. */
async function lockMember(tx: Tx, workspaceId: string, id: string): Promise<Locked> {
  await sql`select m.id from member m join role r on r.workspace_id = m.workspace_id and r.id = m.role_id
    where m.workspace_id = ${workspaceId} and (m.id = ${id} or r.key = 'owner') order by m.id for update of m`.execute(
    tx,
  )
  const member = await tx
    .selectFrom('member')
    .select(['id', 'userId', 'fullName', 'roleId', 'removedAt', 'version'])
    .where('workspaceId', '=', workspaceId)
    .where('id', '=', id)
    .executeTakeFirst()
  if (!member) throw new Problem('not_found')
  return member
}
