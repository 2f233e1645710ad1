import { sql } from 'kysely'
import type { InformationItem } from '#contract/information.ts'
import type { Tx } from '#kernel/db.ts'
import { type Actor, recordMany } from '#kernel/events.ts'
import { type Ctx, requireVersion } from '#kernel/http.ts'
import { Problem } from '#kernel/problem.ts'
import { completeTasks } from '#modules/activities/public.ts'
import { subjectsOf } from './create-item.ts'
import { dayOf } from './day.ts'
import { shownValue } from './documents.ts'
import { remember } from './history.ts'
import { dueAfter } from './rules/freshness.ts'
import { factsOf, lockItem, lockItems, type Row, readItem } from './select-items.ts'

/**
 * The owner's word that an item is right as it stands; 403 for anybody else. An item need not hold a value: "prices reviewed"
 * is a tick.
 */
export const verifyItem = (ctx: Ctx, id: string): Promise<InformationItem> =>
  ctx.transact(async (tx) => {
    const { actor } = ctx
    const at = ctx.clock.now()
    const day = await dayOf(tx, actor.workspaceId, at)
    const item = await lockItem(tx, actor.workspaceId, day, id)
    requireOwner(actor, item)
    requireVersion(ctx, item.version)
    await markVerified(tx, actor, at, day, [item])
    await rememberVerified(tx, actor, at, [item])
    return readItem(tx, actor.workspaceId, day, id)
  })

/** Monday morning: all that is still right, at one go. What is not the actor's own is named, the rest is verified. */
export const verifyItems = (ctx: Ctx, ids: readonly string[]) =>
  ctx.transact(async (tx) => {
    const { actor } = ctx
    const at = ctx.clock.now()
    const day = await dayOf(tx, actor.workspaceId, at)
    const items = await lockItems(tx, actor.workspaceId, day, ids)
    const own = items.filter(({ ownerId }) => ownerId === actor.id)
    await markVerified(tx, actor, at, day, own)
    await rememberVerified(tx, actor, at, own)
    const found = new Map(items.map((item) => [item.id, item]))
    const refused = [...new Set(ids)]
      .filter((id) => found.get(id)?.ownerId !== actor.id)
      .map((id) => ({ id, reason: found.has(id) ? ('not_owner' as const) : ('not_found' as const) }))
    return { verified: own.length, refused }
  })

export function requireOwner(actor: Actor, { ownerId }: Pick<Row, 'ownerId'>) {
  if (ownerId !== actor.id) throw new Problem('information_owner_only')
}

/** Begins a new cycle for locked items and ticks off their reminders; says nothing in the history. */
export async function markVerified(tx: Tx, actor: Actor, at: Date, day: string, items: readonly Row[]): Promise<void> {
  if (items.length === 0) return
  const { workspaceId } = actor
  const ids = items.map(({ id }) => id)
  await sql`update information_item set verified_at = ${at}, verified_by = ${actor.id}, verified_on = ${day}::date,
      due_on = ${day}::date + interval_days, stale_on = ${day}::date + interval_days + 1, reminded_for = null, reminder_task_id = null,
      updated_at = ${at}, version = version + 1
    where workspace_id = ${workspaceId} and id = any(${ids}::uuid[])`.execute(tx)
  await completeTasks(
    tx,
    actor,
    at,
    items.flatMap(({ reminderTaskId }) => reminderTaskId ?? []),
  )
  await recordMany(
    tx,
    actor,
    at,
    items.map((item) => ({
      name: 'information.verified' as const,
      data: { ...factsOf(item), dueOn: dueAfter(day, item.intervalDays) },
      subjects: subjectsOf(item),
    })),
  )
}

async function rememberVerified(tx: Tx, actor: Actor, at: Date, items: readonly Row[]) {
  const values: (string | null)[] = []
  for (const item of items) values.push(await shownValue(tx, actor.workspaceId, item))
  await remember(
    tx,
    actor,
    at,
    items.map((item, index) => ({ itemId: item.id, act: 'verified' as const, after: values[index] ?? null })),
  )
}
