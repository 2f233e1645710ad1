import { sql } from 'kysely'
import type { Conflict, conflictsRoutes } from '#contract/conflicts.ts'
import type { Tx } from '#kernel/db.ts'
import { record } from '#kernel/events.ts'
import { type Ctx, type Handlers, requireVersion } from '#kernel/http.ts'
import { type FieldError, Problem } from '#kernel/problem.ts'
import { membersById } from '#modules/accounts/public.ts'
import { notify } from '#modules/platform/public.ts'
import { readConflict, selectSides } from './read-conflict.ts'
import { factsOf, lockConflict, touch } from './select-conflicts.ts'

export type GivenSides = NonNullable<
  Parameters<Handlers<typeof conflictsRoutes>['POST /conflicts']>[1]['body']['sides']
>

/** Writes the table as it shall be; sides that stay keep their view unless another is given. Throws 422 on a department twice or unknown. */
export async function writeSides(tx: Tx, workspaceId: string, conflictId: string, at: Date, sides: GivenSides) {
  await requireKnown(tx, workspaceId, sides)
  await sql`delete from conflict_side where workspace_id = ${workspaceId} and conflict_id = ${conflictId}
    and department_id <> all(${sides.map((side) => side.departmentId)}::uuid[])`.execute(tx)
  for (const [position, { departmentId, ownerId, view }] of sides.entries()) {
    const viewedAt = view?.trim() ? at : null
    await sql`insert into conflict_side as s (workspace_id, conflict_id, department_id, position, owner_id, view, viewed_at)
      values (${workspaceId}, ${conflictId}, ${departmentId}, ${position}, ${ownerId}, ${view?.trim() ?? ''}, ${viewedAt})
      on conflict (workspace_id, conflict_id, department_id) do update set position = excluded.position, owner_id = excluded.owner_id,
        view = case when ${view !== undefined} then excluded.view else s.view end,
        viewed_at = case when ${view !== undefined} then excluded.viewed_at else s.viewed_at end`.execute(tx)
  }
}

async function requireKnown(tx: Tx, workspaceId: string, sides: GivenSides) {
  const { rows } = await sql<{ id: string }>`select id from department
    where workspace_id = ${workspaceId} and deleted_at is null and id = any(${sides.map((side) => side.departmentId)}::uuid[])`.execute(
    tx,
  )
  const departments = new Set(rows.map((row) => row.id))
  const members = await membersById(
    tx,
    workspaceId,
    sides.map((side) => side.ownerId),
  )
  const errors = sides.flatMap(({ departmentId, ownerId }, index): FieldError[] => [
    ...(departments.has(departmentId) ? [] : [{ pointer: `/sides/${index}/departmentId`, rule: 'unknown_record' }]),
    ...(sides.findIndex((side) => side.departmentId === departmentId) < index
      ? [{ pointer: `/sides/${index}/departmentId`, rule: 'duplicate_value' }]
      : []),
    ...(members.get(ownerId)?.isActive ? [] : [{ pointer: `/sides/${index}/ownerId`, rule: 'unknown_member' }]),
  ])
  if (errors.length > 0) throw new Problem('unprocessable', {}, errors)
}

/** A department speaks for itself: the owner of its side, or its people. */
export const writeView = (ctx: Ctx, conflictId: string, departmentId: string, view: string): Promise<Conflict> =>
  ctx.transact(async (tx) => {
    const { actor } = ctx
    const { workspaceId } = actor
    const at = ctx.clock.now()
    const conflict = await lockConflict(tx, workspaceId, conflictId)
    requireVersion(ctx, conflict.version)
    const side = (await selectSides(tx, workspaceId, conflictId)).find((one) => one.departmentId === departmentId)
    if (!side) throw new Problem('not_found')
    const me = (await membersById(tx, workspaceId, [actor.id])).get(actor.id)
    const isMine = side.ownerId === actor.id || me?.departments.some((one) => one.id === departmentId)
    if (!isMine) throw new Problem('only_own_side')
    await sql`update conflict_side set view = ${view.trim()}, viewed_at = ${view.trim() ? at : null}
      where workspace_id = ${workspaceId} and conflict_id = ${conflictId} and department_id = ${departmentId}`.execute(
      tx,
    )
    await touch(tx, workspaceId, conflictId, at)
    await record(tx, actor, at, 'conflict.view_written', { ...factsOf(conflict), departmentId }, [conflictId])
    return readConflict(tx, ctx, conflictId)
  })

/** Asks the owners who have not spoken yet, except whoever put it on the table. */
export async function askForViews(tx: Tx, ctx: Ctx, conflict: { id: string; title: string }) {
  const { workspaceId, id: me } = ctx.actor
  const silent = (await selectSides(tx, workspaceId, conflict.id)).filter(
    (side) => side.view === '' && side.ownerId !== me,
  )
  await notify(tx, ctx.clock.now(), workspaceId, [
    {
      memberIds: silent.map((side) => side.ownerId),
      kind: 'conflict_side',
      params: { conflict: conflict.title },
      link: `/conflicts/${conflict.id}`,
      dedupeKey: `conflict_side:${conflict.id}`,
    },
  ])
}
