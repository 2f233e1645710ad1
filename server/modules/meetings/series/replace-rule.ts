import { sql } from 'kysely'
import { addDays } from '#kernel/calendar/zone.ts'
import type { Tx } from '#kernel/db.ts'
import { newId } from '#kernel/id.ts'
import { inviteToSeries } from '../calendar/invite.ts'
import { type Cadence, cadenceOf, periodOf, type Rule, wallTimes } from '../rules/recurrence.ts'
import { dateOf } from '../rules/wall-time.ts'
import { horizonOf, insertOccurrences, occurrencesAhead } from './lay-out.ts'
import { assignLeaders } from './leaders.ts'
import { requireSeries } from './select-series.ts'

type Change = { id: string; from: string; boundary: Date; rule: Rule; duration: number }
type Old = { id: string; recurrenceId: string; isEdited: boolean; state: string; startsAt: Date; endsAt: Date }
type Move = {
  id: string
  segment: number | null
  recurrence_id: string
  starts_at: Date
  ends_at: Date
  minutes: number
  follows: boolean
}

/**
 * A new rule from a day on. The rule before ends the day before; where it never met, the new one takes its place in
 * calendars (same UID). Meetings to come are paired with the new occurrences of the same period (week, month or day): a
 * paired one keeps its id; one that was edited keeps its own time as an exception of the new rule; a cancelled one stays
 * cancelled; what has no counterpart goes, or stands for itself if it was edited.
 */
export async function replaceRule(
  tx: Tx,
  workspaceId: string,
  at: Date,
  { id, from, boundary, rule, duration }: Change,
): Promise<void> {
  const before = await requireSeries(tx, workspaceId, id, at)
  const segment = before.segment + 1
  const hasMet =
    wallTimes({ ...before, time: before.localTime }, `${before.startsOn}T00:00`, `${addDays(from, -1)}T23:59`, 1)
      .length > 0
  const kept = hasMet ? null : await sequenceOf(tx, workspaceId, id, before.segment)
  if (hasMet)
    await sql`update meeting_series_rule set last_on = ${addDays(from, -1)}, sequence = sequence + 1
      where workspace_id = ${workspaceId} and series_id = ${id} and segment = ${before.segment}`.execute(tx)
  await sql`insert into meeting_series_rule (workspace_id, series_id, segment, uid, rrule, starts_on, local_time, time_zone, duration_minutes, last_on, sequence)
    values (${workspaceId}, ${id}, ${segment}, ${kept?.uid ?? newId()}, ${rule.rrule}, ${rule.startsOn}, ${rule.time}, ${rule.timeZone}, ${duration},
      ${rule.lastOn}, ${(kept?.sequence ?? -1) + 1})`.execute(tx)
  const cadence = cadenceOf(rule)
  await sql`update meeting_series set segment = ${segment}, kind = ${cadence}, laid_out_to = ${horizonOf(at)}
    where workspace_id = ${workspaceId} and id = ${id}`.execute(tx)
  const found = occurrencesAhead(rule, boundary, at)
  const { moves, gone, left } = pair(
    await meetingsToCome(tx, workspaceId, id, from, boundary),
    found,
    cadence,
    segment,
    duration,
  )
  await move(tx, workspaceId, at, moves, rule.timeZone, cadence)
  await sql`update meeting set deleted_at = ${at}, version = version + 1 where workspace_id = ${workspaceId} and id = any(${gone}::uuid[])`.execute(
    tx,
  )
  const after = await requireSeries(tx, workspaceId, id, at)
  await insertOccurrences(tx, workspaceId, at, after, left)
  if (!hasMet)
    await sql`delete from meeting_series_rule where workspace_id = ${workspaceId} and series_id = ${id} and segment = ${before.segment}`.execute(
      tx,
    )
  await assignLeaders(tx, workspaceId, at, id)
  if (hasMet) await inviteToSeries(tx, workspaceId, id, before.segment, 'REQUEST')
  await inviteToSeries(tx, workspaceId, id, segment, 'REQUEST')
}

async function sequenceOf(tx: Tx, workspaceId: string, id: string, segment: number) {
  const { rows } = await sql<{ uid: string; sequence: number }>`select uid, sequence from meeting_series_rule
    where workspace_id = ${workspaceId} and series_id = ${id} and segment = ${segment}`.execute(tx)
  return rows[0]!
}

/** Planned or cancelled, placed by the old rule on that day or later, and not begun. */
async function meetingsToCome(tx: Tx, workspaceId: string, id: string, from: string, boundary: Date): Promise<Old[]> {
  const { rows } = await sql<Old>`select id, recurrence_id, is_edited, state, starts_at, ends_at from meeting
    where workspace_id = ${workspaceId} and series_id = ${id} and segment is not null and recurrence_id >= ${from}
      and (starts_at >= ${boundary} or is_edited) and state in ('planned', 'cancelled') and deleted_at is null
    order by recurrence_id, id for update`.execute(tx)
  return rows
}

function pair(
  old: readonly Old[],
  found: readonly { wall: string; at: Date }[],
  cadence: Cadence,
  segment: number,
  minutes: number,
) {
  const free = Map.groupBy(found, ({ wall }) => periodOf(cadence, dateOf(wall)))
  const moves: Move[] = []
  const gone: string[] = []
  const used = new Set<string>()
  for (const one of old) {
    const next = free.get(periodOf(cadence, dateOf(one.recurrenceId)))?.shift()
    const stays = one.isEdited && one.state === 'planned'
    if (next) {
      used.add(next.wall)
      const follows = !stays
      moves.push({
        id: one.id,
        segment,
        recurrence_id: next.wall,
        starts_at: follows ? next.at : one.startsAt,
        ends_at: follows ? new Date(next.at.getTime() + minutes * 60_000) : one.endsAt,
        minutes,
        follows,
      })
    } else if (stays) {
      moves.push({
        id: one.id,
        segment: null,
        recurrence_id: one.recurrenceId,
        starts_at: one.startsAt,
        ends_at: one.endsAt,
        minutes,
        follows: false,
      })
    } else gone.push(one.id)
  }
  return { moves, gone, left: found.filter(({ wall }) => !used.has(wall)) }
}

async function move(
  tx: Tx,
  workspaceId: string,
  at: Date,
  moves: readonly Move[],
  timeZone: string,
  kind: Cadence,
): Promise<void> {
  await sql`update meeting m set segment = v.segment, recurrence_id = v.recurrence_id, starts_at = v.starts_at, ends_at = v.ends_at, kind = ${kind},
      duration_minutes = case when v.follows then v.minutes else m.duration_minutes end,
      time_zone = case when v.follows then ${timeZone} else m.time_zone end, updated_at = ${at}, version = m.version + 1
    from jsonb_to_recordset(${JSON.stringify(moves)}::jsonb)
      as v(id uuid, segment integer, recurrence_id text, starts_at timestamptz, ends_at timestamptz, minutes integer, follows boolean)
    where m.workspace_id = ${workspaceId} and m.id = v.id`.execute(tx)
}
