import { sql } from 'kysely'
import type { BusinessCalendar } from '#kernel/calendar/business-hours.ts'
import { addDays, localDate } from '#kernel/calendar/zone.ts'
import type { Tx } from '#kernel/db.ts'
import { record, systemActor } from '#kernel/events.ts'
import { calendarOf } from '#modules/accounts/public.ts'
import { flowsOf, gaugeOf, metricKinds } from './metrics.ts'
import { standingOf } from './rules/pace.ts'
import { accumulate, combine, stepwise } from './rules/series.ts'
import { factsOf, type Row, readRow } from './select-goals.ts'
import { isFlow } from './validate.ts'

/** Orders and deals come late: so many days before the last measurement are computed anew. */
const openDays = 14

/**
 * Brings a goal up to `at`: a row for each day of its period that is not written yet or may still change, and the newest on
 * the goal itself. The same facts give the same rows. A changed health is told in the ledger.
 */
export async function measureGoal(tx: Tx, workspaceId: string, id: string, at: Date): Promise<void> {
  const goal = await readRow(tx, workspaceId, id)
  const calendar = await calendarOf(tx, workspaceId)
  const today = localDate(calendar.timeZone, at)
  const to = today < goal.toOn ? today : goal.toOn
  const values = await valuesOf(tx, workspaceId, calendar, goal, to, today, at)
  const way = { start: goal.startValue, target: goal.targetValue }
  const period = { from: goal.fromOn, to: goal.toOn }
  const flow = isFlow(goal.measure)
  const measuredOn = goal.measuredAt && localDate(calendar.timeZone, goal.measuredAt)
  const since = measuredOn ? addDays(measuredOn, -openDays) : goal.fromOn
  const rows = [...values]
    .filter(([day]) => day >= since)
    .map(([day, value]) => ({ day, value, ...standingOf(value, way, period, day, calendar, flow) }))
  await writeDays(tx, workspaceId, id, rows, at)
  const newest = values.get(to) ?? null
  const standing = standingOf(newest, way, period, today, calendar, flow)
  const offSince = standing.health === 'off' ? (goal.offSince ?? at) : null
  await sql`update goal set value = ${newest}, progress = ${standing.progress}, expected = ${standing.expected}, pace = ${standing.pace},
      projected = ${standing.projected}, health = ${standing.health}, off_since = ${offSince}, measured_at = ${at}
    where workspace_id = ${workspaceId} and id = ${id}`.execute(tx)
  if (standing.health !== goal.health && goal.measuredAt !== null) {
    const data = { ...factsOf(goal), from: goal.health, to: standing.health }
    await record(tx, systemActor(workspaceId), at, 'goal.health_changed', data, [id])
  }
}

/** The goal and every one above it that adds its children up. */
export async function measureUpwards(tx: Tx, workspaceId: string, id: string, at: Date): Promise<void> {
  const seen = new Set<string>()
  for (let next: string | null = id; next !== null && !seen.has(next); ) {
    seen.add(next)
    await measureGoal(tx, workspaceId, next, at)
    const { rows }: { rows: { id: string }[] } = await sql<{ id: string }>`select p.id from goal g
      join goal p on p.workspace_id = g.workspace_id and p.id = g.parent_id and p.deleted_at is null
      where g.workspace_id = ${workspaceId} and g.id = ${next} and p.measure ->> 'kind' = 'children'`.execute(tx)
    next = rows[0]?.id ?? null
  }
}

type Values = Map<string, number | null>

async function valuesOf(
  tx: Tx,
  workspaceId: string,
  { timeZone }: BusinessCalendar,
  goal: Row,
  to: string,
  today: string,
  at: Date,
): Promise<Values> {
  const { id, fromOn: from, measure } = goal
  if (to < from) return new Map()
  if (measure.kind === 'manual') {
    const { rows } = await sql<{ day: string; value: number }>`select day, value from goal_checkin
      where workspace_id = ${workspaceId} and goal_id = ${id} and day <= ${to} order by day, at, id`.execute(tx)
    return stepwise(rows, goal.startValue, from, to)
  }
  if (measure.kind === 'children') return ofChildren(tx, workspaceId, goal, to)
  if (!measure.metric) return new Map()
  const gauge = gaugeOf(measure.metric)
  if (gauge)
    return ofGauge(tx, workspaceId, goal, to, today, () => gauge(tx, workspaceId, at, goal.projectId ?? undefined))
  const flows = await flowsOf(tx, workspaceId, timeZone, measure, from, to)
  return accumulate(flows, from, to, metricKinds[measure.metric].isRate)
}

/** A gauge is read for today only; what was read before stays. */
async function ofGauge(
  tx: Tx,
  workspaceId: string,
  { id, fromOn, startValue }: Row,
  to: string,
  today: string,
  read: () => Promise<number | null>,
): Promise<Values> {
  const { rows } = await sql<{ day: string; value: number }>`select day, value from goal_day
    where workspace_id = ${workspaceId} and goal_id = ${id} and value is not null and day <= ${to} order by day`.execute(
    tx,
  )
  const values = stepwise(rows, startValue, fromOn, to)
  if (to === today) values.set(today, (await read()) ?? values.get(today) ?? null)
  return values
}

async function ofChildren(tx: Tx, workspaceId: string, { id, fromOn, measure }: Row, to: string): Promise<Values> {
  const how = measure.combine ?? 'sum'
  const { rows } = await sql<{ goalId: string; day: string; value: number | null; progress: number | null }>`
    select d.goal_id, d.day, d.value, d.progress from goal g
    join goal_day d on d.workspace_id = g.workspace_id and d.goal_id = g.id
    where g.workspace_id = ${workspaceId} and g.parent_id = ${id} and g.deleted_at is null and d.day <= ${to}
    order by d.day`.execute(tx)
  const latest = new Map<string, number | null>()
  const values: Values = new Map()
  const byDay = Map.groupBy(rows, (row) => row.day)
  const take = (day: string) => {
    for (const row of byDay.get(day) ?? []) latest.set(row.goalId, how === 'sum' ? row.value : row.progress)
  }
  for (const day of byDay.keys()) if (day < fromOn) take(day)
  for (let day = fromOn; day <= to; day = addDays(day, 1)) {
    take(day)
    values.set(day, combine([...latest.values()], how))
  }
  return values
}

async function writeDays(tx: Tx, workspaceId: string, id: string, rows: readonly object[], at: Date) {
  if (rows.length === 0) return
  await sql`insert into goal_day as g (workspace_id, goal_id, day, value, progress, expected, pace, health, computed_at)
    select ${workspaceId}::uuid, ${id}::uuid, d.day, d.value, d.progress, d.expected, d.pace, d.health, ${at}::timestamptz
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as d(day date, value double precision, progress double precision,
      expected double precision, pace double precision, health text)
    on conflict (workspace_id, goal_id, day) do update set value = excluded.value, progress = excluded.progress,
      expected = excluded.expected, pace = excluded.pace, health = excluded.health, computed_at = excluded.computed_at
    where (g.value, g.progress, g.expected, g.pace, g.health)
      is distinct from (excluded.value, excluded.progress, excluded.expected, excluded.pace, excluded.health)`.execute(
    tx,
  )
}
