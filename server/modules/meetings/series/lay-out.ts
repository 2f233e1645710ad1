import { sql } from 'kysely'
import Type from 'typebox'
import { workspacesAt } from '#kernel/clock.ts'
import type { Tx } from '#kernel/db.ts'
import { newId } from '#kernel/id.ts'
import { defineJob } from '#kernel/jobs.ts'
import { occurrences, type Rule, wallTimes } from '../rules/recurrence.ts'
import { instantOfWall, wallOf } from '../rules/wall-time.ts'
import { writeMeetingSeats } from '../seats.ts'
import { assignLeaders } from './leaders.ts'
import { ruleOf, type SeriesRow, selectSeries } from './select-series.ts'

const dayMs = 86_400_000
/** How far ahead meetings of a series are rows: half a year, so that one clock change is always among them. */
const horizonDays = 183
const refreshDays = 7

export const horizonOf = (at: Date): Date => new Date(at.getTime() + horizonDays * dayMs)

/** Up to the horizon; of a series whose next meeting lies beyond it, half a year from that one on. */
export function occurrencesAhead(rule: Rule, from: Date, at: Date): { wall: string; at: Date }[] {
  const [next] = wallTimes(rule, wallOf(rule.timeZone, from), '9000-01-01T00:00', 1)
  if (next === undefined) return []
  const first = instantOfWall(rule.timeZone, next)
  return occurrences(rule, from, horizonOf(first > horizonOf(at) ? first : at))
}

/** Rows for the occurrences ahead that have none yet; answers the ids of the new ones. */
export async function layOut(
  tx: Tx,
  workspaceId: string,
  at: Date,
  row: SeriesRow,
  rule: Rule = ruleOf(row),
): Promise<string[]> {
  const to = horizonOf(at)
  const ids = await insertOccurrences(tx, workspaceId, at, row, occurrencesAhead(rule, at, at))
  await sql`update meeting_series set laid_out_to = ${to} where workspace_id = ${workspaceId} and id = ${row.id}`.execute(
    tx,
  )
  await assignLeaders(tx, workspaceId, at, row.id)
  return ids
}

/** An occurrence that is there already, cancelled or deleted ones too, stays as it is. */
export async function insertOccurrences(
  tx: Tx,
  workspaceId: string,
  at: Date,
  row: SeriesRow,
  found: readonly { wall: string; at: Date }[],
): Promise<string[]> {
  if (found.length === 0) return []
  const rows = found.map(({ wall, at: startsAt }) => ({
    id: newId(),
    recurrence_id: wall,
    starts_at: startsAt,
    ends_at: new Date(startsAt.getTime() + row.durationMinutes * 60_000),
  }))
  const { rows: made } = await sql<{
    id: string
  }>`insert into meeting (workspace_id, id, name, kind, series_id, segment, recurrence_id, starts_at, ends_at,
      duration_minutes, time_zone, planned_leader_id, location, url, project_id, created_by, created_at, updated_at)
    select ${workspaceId}::uuid, o.id, ${row.name}, ${row.kind}, ${row.id}::uuid, ${row.segment}, o.recurrence_id, o.starts_at, o.ends_at,
      ${row.durationMinutes}, ${row.timeZone}, ${row.leaderId}::uuid, ${row.location}, ${row.url}, ${row.projectId}::uuid, ${row.createdBy}::uuid, ${at}::timestamptz, ${at}::timestamptz
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as o(id uuid, recurrence_id text, starts_at timestamptz, ends_at timestamptz)
    on conflict (workspace_id, series_id, segment, recurrence_id) do nothing
    returning id`.execute(tx)
  const ids = made.map((one) => one.id)
  await writeMeetingSeats(tx, workspaceId, ids, row.chairs)
  return ids
}

/** Keeps every series laid out; the demo company's by its own clock. */
export const layOutAhead = defineJob({
  name: 'meetings.lay_out_ahead',
  payload: Type.Object({}),
  retry: { limit: 3 },
  pool: 'bulk',
  async run(_payload, { db, clock }) {
    for (const { workspaceId, at } of await workspacesAt(db, clock.now())) {
      const due = new Date(horizonOf(at).getTime() - refreshDays * dayMs)
      const { rows: short } = await sql<{ id: string }>`select id from meeting_series
        where workspace_id = ${workspaceId} and laid_out_to < ${due} and deleted_at is null order by laid_out_to limit 1000`.execute(
        db,
      )
      for (const { id } of short) {
        await db.transaction().execute(async (tx) => {
          await sql`select id from meeting_series where workspace_id = ${workspaceId} and id = ${id} for update`.execute(
            tx,
          )
          const { rows } = await selectSeries(workspaceId, at, sql`s.id = ${id} and s.deleted_at is null`).execute(tx)
          if (rows[0]) await layOut(tx, workspaceId, at, rows[0])
        })
      }
    }
  },
})
