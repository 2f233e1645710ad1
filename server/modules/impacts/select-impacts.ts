import { sql } from 'kysely'
import type { Diff, Impact, ImpactRecord, NodeType } from '#contract/impacts.ts'
import type { Severity } from '#contract/kit.ts'
import type { Db, Tx } from '#kernel/db.ts'
import type { Actor } from '#kernel/events.ts'
import type { Ctx } from '#kernel/http.ts'
import { decodeCursor, toPage } from '#kernel/page.ts'
import { Problem } from '#kernel/problem.ts'

type Row = {
  id: string
  causeType: NodeType
  causeId: string
  causeName: string
  productId: string | null
  eventName: string
  change: Diff[]
  severity: Severity
  state: Impact['state']
  openedAt: Date
  mendedAt: Date | null
  dependants: number
  truncated: boolean
  toMend: number
  owners: number
  acknowledged: number
  acknowledgeBy: Date | null
  awaitsMe: boolean
}

/** Columns of an impact `p` as the actor sees it. */
const columns = ({
  workspaceId,
  id,
}: Actor) => sql`p.id, p.cause_type, p.cause_id, p.cause_name, p.product_id, p.event_name, p.change,
  p.severity, p.state, p.opened_at, p.mended_at, p.dependants, p.truncated,
  (select count(*) from impact_item i where i.workspace_id = ${workspaceId} and i.impact_id = p.id and i.state = 'open') as to_mend,
  t.owners, t.acknowledged, t.acknowledge_by, ${awaits(workspaceId, id)} as awaits_me`

const tasksOf = (workspaceId: string) => sql`left join lateral (
  select count(*) as owners, count(t.acknowledged_at) as acknowledged,
    min(t.acknowledge_by) filter (where t.acknowledged_at is null) as acknowledge_by
  from impact_task t where t.workspace_id = ${workspaceId} and t.impact_id = p.id) t on true`

const awaits = (workspaceId: string, memberId: string) => sql`exists (
  select 1 from impact_task a where a.workspace_id = ${workspaceId} and a.impact_id = p.id and a.acknowledged_at is null
    and (a.task_key = 'nobody' or a.owner_id = ${memberId}::uuid or a.department_id in (
      select md.department_id from member_department md where md.workspace_id = ${workspaceId} and md.member_id = ${memberId}::uuid)))`

type Query = {
  after?: string
  limit?: number
  state?: string[]
  severity?: string[]
  productId?: string
  awaitsMe?: boolean
}

export async function listImpacts(
  { db, actor }: Ctx,
  { after, limit = 50, state, severity, productId, awaitsMe }: Query,
) {
  const { workspaceId } = actor
  const cursor = decodeCursor(after, 2)
  const { rows } = await sql<Row>`select ${columns(actor)} from impact p ${tasksOf(workspaceId)}
    where p.workspace_id = ${workspaceId}
      ${state?.length ? sql`and p.state = any(${state}::text[])` : sql``}
      ${severity?.length ? sql`and p.severity = any(${severity}::text[])` : sql``}
      ${productId ? sql`and p.product_id = ${productId}` : sql``}
      ${awaitsMe ? sql`and ${awaits(workspaceId, actor.id)}` : sql``}
      ${cursor ? sql`and (p.opened_at, p.id) < (${cursor[0]}::timestamptz, ${cursor[1]}::uuid)` : sql``}
    order by p.opened_at desc, p.id desc limit ${limit + 1}`.execute(db)
  return toPage(rows, limit, toImpact, (row) => [row.openedAt.toISOString(), row.id])
}

type ItemRow = Omit<ImpactRecord['items'][number], 'type' | 'id' | 'via' | 'mendedAt'> & {
  nodeType: NodeType
  nodeId: string
  viaType: NodeType
  viaId: string
  mendedAt: Date | null
}
type TaskRow = {
  taskId: string | null
  ownerId: string | null
  departmentId: string | null
  acknowledgeBy: Date
  acknowledgedAt: Date | null
  acknowledgedBy: string | null
  escalatedAt: Date | null
}

/** Throws 404 on an impact of another workspace. */
export async function readImpact(db: Db | Tx, actor: Actor, id: string): Promise<ImpactRecord> {
  const { workspaceId } = actor
  const { rows } = await sql<Row>`select ${columns(actor)} from impact p ${tasksOf(workspaceId)}
    where p.workspace_id = ${workspaceId} and p.id = ${id}`.execute(db)
  if (!rows[0]) throw new Problem('not_found')
  const { rows: items } =
    await sql<ItemRow>`select node_type, node_id, name, url, depth, via_type, via_id, owner_id, department_id, state, mended_at
    from impact_item where workspace_id = ${workspaceId} and impact_id = ${id}
    order by state = 'open' desc, state = 'mended' desc, depth, node_type, name, node_id`.execute(db)
  const { rows: tasks } =
    await sql<TaskRow>`select task_id, owner_id, department_id, acknowledge_by, acknowledged_at, acknowledged_by, escalated_at
    from impact_task where workspace_id = ${workspaceId} and impact_id = ${id} order by acknowledged_at nulls first, task_key`.execute(
      db,
    )
  return {
    ...toImpact(rows[0]),
    truncated: rows[0].truncated,
    items: items.map(({ nodeType, nodeId, viaType, viaId, mendedAt, ...item }) => ({
      ...item,
      type: nodeType,
      id: nodeId,
      via: { type: viaType, id: viaId },
      mendedAt: iso(mendedAt),
    })),
    tasks: tasks.map((task) => ({
      ...task,
      acknowledgeBy: task.acknowledgeBy.toISOString(),
      acknowledgedAt: iso(task.acknowledgedAt),
      escalatedAt: iso(task.escalatedAt),
    })),
  }
}

const iso = (at: Date | null) => at?.toISOString() ?? null

const toImpact = ({ causeType, causeId, causeName, truncated: _, ...row }: Row): Impact => ({
  ...row,
  cause: { type: causeType, id: causeId, name: causeName },
  openedAt: row.openedAt.toISOString(),
  mendedAt: iso(row.mendedAt),
  acknowledgeBy: iso(row.acknowledgeBy),
})
