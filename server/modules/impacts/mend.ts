import { type RawBuilder, sql } from 'kysely'
import type { Severity } from '#contract/kit.ts'
import type { Tx } from '#kernel/db.ts'
import { type Actor, recordMany } from '#kernel/events.ts'
import { completeTasks } from '#modules/activities/public.ts'
import type { Node } from './nodes.ts'
import { minutesBetween } from './rules/reaction.ts'

/**
 * These are in order again: in every open impact they are ticked off, and with them what was wrong only because of them. An
 * impact whose last thing is mended is over, and so is the task of an owner who has nothing left to mend. A constant number of
 * statements for each step of distance.
 */
export async function mendImpacts(tx: Tx, actor: Actor, at: Date, nodes: readonly Node[]): Promise<void> {
  if (nodes.length === 0) return
  const { workspaceId } = actor
  const { rows } = await sql<{ impactId: string }>`update impact_item i set state = 'mended', mended_at = ${at}
    from unnest(${nodes.map((node) => node.type)}::text[], ${nodes.map((node) => node.id)}::text[]) as n(type, id)
    where i.workspace_id = ${workspaceId} and i.node_type = n.type and i.node_id = n.id and i.state = 'open'
    returning i.impact_id`.execute(tx)
  await settle(tx, actor, at, [...new Set(rows.map((row) => row.impactId))])
}

/** What hung directly on the cause is in order again because the cause is: goods are back on the shelf. */
export const mendCause = (tx: Tx, actor: Actor, at: Date, cause: Node): Promise<void> =>
  mendDirect(tx, actor, at, sql`p.cause_type = ${cause.type} and p.cause_id = ${cause.id}`)

/** The same for the impacts of single changes, by their dedupe keys: each has been undone. */
export const mendChanges = (tx: Tx, actor: Actor, at: Date, dedupeKeys: readonly string[]): Promise<void> =>
  mendDirect(tx, actor, at, sql`p.dedupe_key = any(${dedupeKeys}::text[])`)

async function mendDirect(tx: Tx, actor: Actor, at: Date, ofImpact: RawBuilder<unknown>): Promise<void> {
  const { workspaceId } = actor
  const { rows } = await sql<{ impactId: string }>`update impact_item i set state = 'mended', mended_at = ${at}
    from impact p
    where i.workspace_id = ${workspaceId} and p.workspace_id = ${workspaceId} and p.id = i.impact_id and p.state = 'open'
      and ${ofImpact} and i.state = 'open' and i.depth = 1
    returning i.impact_id`.execute(tx)
  await settle(tx, actor, at, [...new Set(rows.map((row) => row.impactId))])
}

/** After some items of these impacts have been mended: what follows for the others, for the tasks and for the impacts. */
export async function settle(tx: Tx, actor: Actor, at: Date, impactIds: readonly string[]): Promise<void> {
  if (impactIds.length === 0) return
  const { workspaceId } = actor
  await sql`select 1 from impact where workspace_id = ${workspaceId} and id = any(${impactIds}::uuid[]) order by id for update`.execute(
    tx,
  )
  for (let mended = true; mended; ) {
    const { rows } = await sql`with free as materialized (
        select i.impact_id, i.node_type, i.node_id from impact_item i
        where i.workspace_id = ${workspaceId} and i.impact_id = any(${impactIds}::uuid[]) and i.state = 'open' and i.depth > 1
          and i.node_type <> 'claim' and not exists (
            select 1 from edge e join impact_item u on u.workspace_id = e.workspace_id and u.node_type = e.from_type and u.node_id = e.from_id
            where e.workspace_id = ${workspaceId} and u.workspace_id = ${workspaceId} and u.impact_id = i.impact_id and u.state = 'open'
              and u.depth < i.depth and e.to_type = i.node_type and e.to_id = i.node_id and e.closed_at is null))
      update impact_item i set state = 'mended', mended_at = ${at} from free f
      where i.workspace_id = ${workspaceId} and i.impact_id = f.impact_id and i.node_type = f.node_type and i.node_id = f.node_id
      returning 1`.execute(tx)
    mended = rows.length > 0
  }
  await finishTasks(tx, actor, at, impactIds)
  await finishImpacts(tx, actor, at, impactIds)
}

async function finishTasks(tx: Tx, actor: Actor, at: Date, impactIds: readonly string[]) {
  const { workspaceId } = actor
  const by = actor.kind === 'system' ? null : actor.id
  const { rows } = await sql<{ taskId: string | null }>`update impact_task t
    set acknowledged_at = coalesce(t.acknowledged_at, ${at}), acknowledged_by = coalesce(t.acknowledged_by, ${by}::uuid)
    where t.workspace_id = ${workspaceId} and t.impact_id = any(${impactIds}::uuid[]) and not exists (
      select 1 from impact_item i where i.workspace_id = ${workspaceId} and i.impact_id = t.impact_id and i.state = 'open'
        and (i.task_key = t.task_key or t.task_key = any(i.other_task_keys)))
    returning t.task_id`.execute(tx)
  await completeTasks(
    tx,
    actor,
    at,
    rows.map((row) => row.taskId).filter((id) => id !== null),
  )
}

async function finishImpacts(tx: Tx, actor: Actor, at: Date, impactIds: readonly string[]) {
  const { workspaceId } = actor
  const { rows } = await sql<{
    id: string
    causeName: string
    severity: Severity
    openedAt: Date
    productId: string | null
  }>`update impact p set state = 'mended', mended_at = ${at}
    where p.workspace_id = ${workspaceId} and p.id = any(${impactIds}::uuid[]) and p.state = 'open' and not exists (
      select 1 from impact_item i where i.workspace_id = ${workspaceId} and i.impact_id = p.id and i.state = 'open')
    returning p.id, p.cause_name, p.severity, p.opened_at, p.product_id`.execute(tx)
  await recordMany(
    tx,
    actor,
    at,
    rows.map(({ id, causeName, severity, openedAt, productId }) => ({
      name: 'impact.mended' as const,
      data: { impactId: id, name: causeName, severity, minutes: minutesBetween(openedAt, at) },
      subjects: [id, ...(productId ? [productId] : [])],
    })),
  )
}
