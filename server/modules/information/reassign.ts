import { sql } from 'kysely'
import type { Tx } from '#kernel/db.ts'
import { type Actor, recordMany } from '#kernel/events.ts'
import type { Ctx } from '#kernel/http.ts'
import { Problem } from '#kernel/problem.ts'
import { membersById } from '#modules/accounts/public.ts'
import { completeTasks } from '#modules/activities/public.ts'
import { subjectsOf } from './create-item.ts'
import { dayOf } from './day.ts'
import { remember } from './history.ts'
import { answersFor } from './references.ts'
import { factsOf, lockItems, type Row } from './select-items.ts'
import { tellNewOwners } from './tell.ts'

/** Hands several items to another owner, as when somebody leaves. Those of departments that are not theirs are named and stay. */
export const reassign = (ctx: Ctx, { ids, ownerId }: { ids: string[]; ownerId: string }) =>
  ctx.transact(async (tx) => {
    const { actor } = ctx
    const { workspaceId } = actor
    const at = ctx.clock.now()
    const owner = (await membersById(tx, workspaceId, [ownerId])).get(ownerId)
    if (!owner?.isActive) throw new Problem('unprocessable', {}, [{ pointer: '/ownerId', rule: 'unknown_member' }])
    const items = await lockItems(tx, workspaceId, await dayOf(tx, workspaceId, at), ids)
    const departmentIds = items.map((item) => item.providedByDepartmentId)
    const answered = await answersFor(tx, workspaceId, departmentIds, ownerId)
    const fitting = items.filter((item) => answered.has(item.providedByDepartmentId))
    const moved = fitting.filter((item) => item.ownerId !== ownerId)
    await moveToOwner(tx, actor, at, moved, ownerId)
    const found = new Set(items.map(({ id }) => id))
    const fits = new Set(fitting.map(({ id }) => id))
    const refused = [...new Set(ids)]
      .filter((id) => !fits.has(id))
      .map((id) => ({ id, reason: found.has(id) ? ('not_in_department' as const) : ('not_found' as const) }))
    return { changed: moved.length, refused }
  })

/** Locked items change hands: what was verified stays so until it is due; the reminder is made anew for the new owner. */
export async function moveToOwner(tx: Tx, actor: Actor, at: Date, items: readonly Row[], ownerId: string) {
  if (items.length === 0) return
  const ids = items.map(({ id }) => id)
  await sql`update information_item set owner_id = ${ownerId}, reminded_for = null, reminder_task_id = null, nudged_at = null,
      updated_at = ${at}, version = version + 1
    where workspace_id = ${actor.workspaceId} and id = any(${ids}::uuid[])`.execute(tx)
  await completeTasks(
    tx,
    actor,
    at,
    items.flatMap(({ reminderTaskId }) => reminderTaskId ?? []),
  )
  const owners = await membersById(tx, actor.workspaceId, [ownerId])
  const after = owners.get(ownerId)?.fullName ?? null
  await remember(
    tx,
    actor,
    at,
    items.map((item) => ({ itemId: item.id, act: 'owner_changed' as const, before: item.ownerName, after })),
  )
  await recordMany(
    tx,
    actor,
    at,
    items.map((item) => ({
      name: 'information.reassigned' as const,
      data: { ...factsOf(item), from: item.ownerId, to: ownerId },
      subjects: subjectsOf(item),
    })),
  )
  await tellNewOwners(
    tx,
    actor,
    at,
    items.map((item) => ({ ...item, ownerId })),
  )
}
