import { type RawBuilder, sql } from 'kysely'
import type { Db, Tx } from '#kernel/db.ts'
import { type Rule, wallTimes } from '../rules/recurrence.ts'
import { instantOfWall, utcAsWall, wallOf } from '../rules/wall-time.ts'
import { compact } from './vtimezone.ts'
import type { CalendarEvent } from './write-calendar.ts'

type Segment = Rule & {
  seriesId: string
  segment: number
  uid: string
  durationMinutes: number
  sequence: number
  name: string
  location: string | null
  url: string | null
  updatedAt: Date
  except: string[]
}
type Single = {
  id: string
  seriesId: string | null
  segment: number | null
  recurrenceId: string | null
  uid: string | null
  ruleZone: string | null
  name: string
  startsAt: Date
  durationMinutes: number
  timeZone: string
  location: string | null
  url: string | null
  state: string
  sequence: number
  updatedAt: Date
}

/** Masters of rules; `condition` is over `r` (the rule) and `s` (its series). */
export async function selectMasters(
  db: Db | Tx,
  workspaceId: string,
  publicUrl: string,
  condition: RawBuilder<unknown>,
): Promise<CalendarEvent[]> {
  const { rows } =
    await sql<Segment>`select r.series_id, r.segment, r.uid, r.rrule, r.starts_on, r.local_time as time, r.time_zone, r.last_on, r.duration_minutes,
      r.sequence, s.name, s.location, s.url, s.updated_at,
      array(select m.recurrence_id from meeting m where m.workspace_id = ${workspaceId} and m.series_id = r.series_id and m.segment = r.segment
        and (m.state = 'cancelled' or m.deleted_at is not null) order by m.recurrence_id) as except
    from meeting_series_rule r join meeting_series s on s.workspace_id = r.workspace_id and s.id = r.series_id
    where r.workspace_id = ${workspaceId} and ${condition} order by r.series_id, r.segment limit 1000`.execute(db)
  return rows.map((row) => ({
    ...common(row, `${publicUrl}/meetings/series/${row.seriesId}`),
    uid: row.uid,
    zone: row.timeZone,
    start: `${row.startsOn}T${row.time}`,
    rule: { rrule: withEnd(row), except: row.except },
    recurrenceId: null,
    isCancelled: false,
  }))
}

/** Meetings that stand for themselves, and those of a series that were changed by themselves; `condition` is over `m`. */
export async function selectSingles(
  db: Db | Tx,
  workspaceId: string,
  publicUrl: string,
  condition: RawBuilder<unknown>,
): Promise<CalendarEvent[]> {
  const { rows } =
    await sql<Single>`select m.id, m.series_id, m.segment, m.recurrence_id, r.uid, r.time_zone as rule_zone, m.name, m.starts_at, m.duration_minutes,
      m.time_zone, m.location, m.url, m.state, m.sequence + coalesce(r.sequence, 0) as sequence, m.updated_at
    from meeting m
    left join meeting_series_rule r on r.workspace_id = m.workspace_id and r.series_id = m.series_id and r.segment = m.segment
    where m.workspace_id = ${workspaceId} and ${condition} order by m.starts_at, m.id limit 5000`.execute(db)
  return rows.map((row) => {
    // What a rule places is written in the rule's zone: one VEVENT has one zone, and the identity is in that one.
    const zone = row.uid !== null && row.ruleZone !== null ? row.ruleZone : row.timeZone
    return {
      ...common(row, `${publicUrl}/meetings/${row.id}`),
      uid: row.uid ?? row.id,
      zone,
      start: wallOf(zone, row.startsAt),
      rule: null,
      recurrenceId: row.uid === null ? null : row.recurrenceId,
      isCancelled: row.state === 'cancelled',
    }
  })
}

const common = (
  row: Pick<Single, 'sequence' | 'name' | 'location' | 'url' | 'durationMinutes' | 'updatedAt'>,
  page: string,
): Omit<CalendarEvent, 'uid' | 'zone' | 'start' | 'rule' | 'recurrenceId' | 'isCancelled'> => ({
  sequence: row.sequence,
  summary: row.name,
  description: row.url ? `${row.url}\n\n${page}` : page,
  location: row.location,
  url: page,
  durationMinutes: row.durationMinutes,
  organizer: null,
  guests: [],
  stamp: row.updatedAt,
})

/** UNTIL in UTC, as RFC 5545 wants it beside a DTSTART with a zone. A rule that ends on a day has no COUNT besides. */
function withEnd(row: Segment): string {
  if (row.lastOn === null) return row.rrule
  const last = wallTimes(row, `${row.startsOn}T00:00`, `${row.lastOn}T23:59`).at(-1) ?? `${row.startsOn}T${row.time}`
  const until = compact(utcAsWall(instantOfWall(row.timeZone, last)))
  return `${row.rrule.replace(/;?COUNT=\d+/, '')};UNTIL=${until}00Z`
}
