import { type RawBuilder, sql } from 'kysely'
import type { GoalHealth, Measure } from '#contract/goal-parts.ts'
import type { Goal, GoalRow } from '#contract/goals.ts'
import { localDate } from '#kernel/calendar/zone.ts'
import type { Db, Tx } from '#kernel/db.ts'
import { Problem } from '#kernel/problem.ts'
import { calendarOf } from '#modules/accounts/public.ts'
import { pathTo } from './rules/tree.ts'
import { confidenceOf, weekOf } from './week.ts'

export type Row = {
  id: string
  parentId: string | null
  projectId: string | null
  name: string
  why: string
  fromOn: string
  toOn: string
  measure: Measure
  unit: GoalRow['unit']
  unitLabel: string | null
  startValue: number
  targetValue: number
  value: number | null
  progress: number | null
  expected: number
  pace: number | null
  projected: number | null
  health: GoalHealth
  offSince: Date | null
  measuredAt: Date | null
  createdAt: Date
  version: number
  owners: GoalRow['owners']
}

/** Goals as they are answered; the caller adds its own `where`, order and limit, on `g`. */
export const selectGoals = (workspaceId: string, where: RawBuilder<unknown>) =>
  sql<Row>`select g.id, g.parent_id, g.project_id, g.name, g.why, g.from_on, g.to_on, g.measure, g.unit, g.unit_label, g.start_value,
    g.target_value, g.value, g.progress, g.expected, g.pace, g.projected, g.health, g.off_since, g.measured_at, g.created_at, g.version,
    coalesce((select jsonb_agg(jsonb_build_object('departmentId', o.department_id, 'departmentName', d.name, 'ownerId', o.owner_id,
        'ownerName', m.full_name) order by o.position)
      from goal_owner o
      join department d on d.workspace_id = o.workspace_id and d.id = o.department_id
      join member m on m.workspace_id = o.workspace_id and m.id = o.owner_id
      where o.workspace_id = ${workspaceId} and o.goal_id = g.id), '[]'::jsonb) as owners
  from goal g where g.workspace_id = ${workspaceId} and ${where}`

/** Throws 404 on a goal that is not there, deleted, or another workspace's. */
export async function readRow(db: Db | Tx, workspaceId: string, id: string): Promise<Row> {
  const { rows } = await selectGoals(workspaceId, sql`g.id = ${id} and g.deleted_at is null`).execute(db)
  if (!rows[0]) throw new Problem('not_found')
  return rows[0]
}

/** The same, locked until the transaction ends. */
export async function lockGoal(tx: Tx, workspaceId: string, id: string): Promise<Row> {
  const { rows } = await sql`select 1 from goal
    where workspace_id = ${workspaceId} and id = ${id} and deleted_at is null for update`.execute(tx)
  if (rows.length === 0) throw new Problem('not_found')
  return readRow(tx, workspaceId, id)
}

export async function readGoal(db: Db | Tx, workspaceId: string, id: string, at: Date): Promise<Goal> {
  const row = await readRow(db, workspaceId, id)
  const { timeZone } = await calendarOf(db, workspaceId)
  const { rows: nodes } = await sql<{ id: string; parentId: string | null; name: string }>`with recursive up as (
      select id, parent_id, name, 1 as level from goal where workspace_id = ${workspaceId} and id = ${id}
      union all select g.id, g.parent_id, g.name, u.level + 1 from goal g join up u on u.parent_id = g.id
      where g.workspace_id = ${workspaceId} and g.deleted_at is null and u.level < 10)
    select id, parent_id, name from up`.execute(db)
  const { rows: children } = await sql<{ id: string; name: string }>`select id, name from goal
    where workspace_id = ${workspaceId} and parent_id = ${id} and deleted_at is null order by name, id limit 200`.execute(
    db,
  )
  const confidence = await confidenceOf(
    db,
    workspaceId,
    sql`c.goal_id = ${id} and c.week = ${weekOf(localDate(timeZone, at))} order by d.name`,
  )
  const levels = confidence.map(({ level }) => level)
  const names = new Map(nodes.map((node) => [node.id, node.name]))
  const path = pathTo(id, new Map(nodes.map((node) => [node.id, node.parentId])))
  return {
    ...toRow(row),
    ancestors: path.filter((one) => one !== id && names.has(one)).map((one) => ({ id: one, name: names.get(one)! })),
    children,
    confidence,
    confidenceGap: levels.length < 2 ? null : Math.max(...levels) - Math.min(...levels),
  }
}

export const toRow = ({ fromOn, toOn, offSince, measuredAt, createdAt, ...row }: Row): GoalRow => ({
  ...row,
  from: fromOn,
  to: toOn,
  offSince: offSince?.toISOString() ?? null,
  measuredAt: measuredAt?.toISOString() ?? null,
  createdAt: createdAt.toISOString(),
})

/** What the ledger keeps of a goal in every event. */
export const factsOf = ({ id, name }: { id: string; name: string }) => ({ goalId: id, goalName: name })
