import { sql } from 'kysely'
import type { ImpactRecord } from '#contract/impacts.ts'
import type { Severity } from '#contract/kit.ts'
import type { Tx } from '#kernel/db.ts'
import { type Actor, recordMany } from '#kernel/events.ts'
import type { Ctx } from '#kernel/http.ts'
import { Problem } from '#kernel/problem.ts'
import { settle } from './mend.ts'
import { managersOf, type Responsible } from './responsible.ts'
import { minutesBetween } from './rules/reaction.ts'
import { readImpact } from './select-impacts.ts'

type TaskRow = Responsible & { acknowledgedAt: Date | null; escalatedAt: Date | null; isMine: boolean }

/**
 * "I have seen it", for oneself and one's departments; a manager also for those who did not react in time. What one can only look
 * at, because nothing states a wrong value, counts as mended with it. 409 for those who have nothing to do with it.
 */
export const acknowledge = (ctx: Ctx, id: string): Promise<ImpactRecord> =>
  ctx.transact(async (tx) => {
    const { actor } = ctx
    const at = ctx.clock.now()
    await lockImpact(tx, actor.workspaceId, id)
    const keys = await tasksFor(tx, actor, id)
    await acknowledgeTasks(tx, actor, at, id, keys, actor.id)
    return readImpact(tx, actor, id)
  })

/** Marks tasks as acknowledged by `memberId`; those that are so already stay as they are. */
export async function acknowledgeTasks(
  tx: Tx,
  actor: Actor,
  at: Date,
  impactId: string,
  taskKeys: readonly string[],
  memberId: string,
): Promise<void> {
  const { workspaceId } = actor
  const { rows } = await sql<{
    taskKey: string
    acknowledgeBy: Date
    causeName: string
    severity: Severity
    openedAt: Date
    productId: string | null
  }>`update impact_task t set acknowledged_at = ${at}, acknowledged_by = ${memberId}::uuid
    from impact p
    where t.workspace_id = ${workspaceId} and t.impact_id = ${impactId} and t.task_key = any(${taskKeys}::text[]) and t.acknowledged_at is null
      and p.workspace_id = ${workspaceId} and p.id = t.impact_id
    returning t.task_key, t.acknowledge_by, p.cause_name, p.severity, p.opened_at, p.product_id`.execute(tx)
  if (rows.length === 0) return
  const keys = rows.map((row) => row.taskKey)
  // What several answer for is seen when the last of them has seen it.
  await sql`update impact_item i set state = 'mended', mended_at = ${at}
    where i.workspace_id = ${workspaceId} and i.impact_id = ${impactId} and i.state = 'open' and i.depth = 1 and i.node_type <> 'claim'
      and (i.task_key = any(${keys}::text[]) or i.other_task_keys && ${keys}::text[])
      and not exists (select 1 from impact_task t where t.workspace_id = ${workspaceId} and t.impact_id = i.impact_id
        and t.acknowledged_at is null and (t.task_key = i.task_key or t.task_key = any(i.other_task_keys)))`.execute(tx)
  await recordMany(
    tx,
    actor,
    at,
    rows.map(({ causeName, severity, openedAt, acknowledgeBy, productId }) => ({
      name: 'impact.acknowledged' as const,
      data: {
        ...{ impactId, name: causeName, severity, memberId },
        ...{ minutes: minutesBetween(openedAt, at), inTime: at <= acknowledgeBy },
      },
      subjects: [impactId, ...(productId ? [productId] : [])],
    })),
  )
  await settle(tx, actor, at, [impactId])
}

/** The caller's own tasks and those of the caller's departments; else those of people who did not react and whom the caller manages. */
async function tasksFor(tx: Tx, actor: Actor, impactId: string): Promise<string[]> {
  const { workspaceId } = actor
  const { rows } = await sql<TaskRow>`select t.task_key, t.owner_id, t.department_id, t.acknowledged_at, t.escalated_at,
      t.task_key = 'nobody' or coalesce(t.owner_id = ${actor.id}::uuid, false) or exists (
        select 1 from member_department md where md.workspace_id = ${workspaceId} and md.member_id = ${actor.id}::uuid
          and md.department_id = t.department_id) as is_mine
    from impact_task t where t.workspace_id = ${workspaceId} and t.impact_id = ${impactId}`.execute(tx)
  const managers = await managersOf(tx, workspaceId, rows)
  const mine = rows.filter((row) => row.isMine)
  const managed = rows.filter((row) => row.escalatedAt !== null && managers.get(row.taskKey)?.includes(actor.id))
  if (mine.length + managed.length === 0) throw new Problem('nothing_to_acknowledge')
  const pending = mine.filter((row) => row.acknowledgedAt === null)
  return (pending.length > 0 ? pending : managed).map((row) => row.taskKey)
}

export async function lockImpact(tx: Tx, workspaceId: string, id: string): Promise<void> {
  const { rows } =
    await sql`select 1 from impact where workspace_id = ${workspaceId} and id = ${id} for update`.execute(tx)
  if (rows.length === 0) throw new Problem('not_found')
}
