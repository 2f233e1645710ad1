import { sql } from 'kysely'
import Type from 'typebox'
import { addDays, localDate } from '#kernel/calendar/zone.ts'
import type { Db, Tx } from '#kernel/db.ts'
import { record, systemActor } from '#kernel/events.ts'
import { defineJob } from '#kernel/jobs.ts'
import { calendarOf } from '#modules/accounts/public.ts'
import { notify } from '#modules/platform/public.ts'
import { type InForce, inForceOn } from './attainment.ts'
import { enterForce } from './enter-force.ts'
import { measureDays } from './measure.ts'
import { isBehind } from './rules/alert.ts'
import type { DayResult } from './rules/marketing.ts'
import { factsOf, lockAgreement, type Row, selectAgreements } from './select-agreements.ts'
import { alertOf } from './terms.ts'

/** Never more days at one go: what is missing after a long silence comes with the next runs. */
const mostDays = 62
/** Calls are logged late: as long as they may still decide a clause, the days are computed anew. */
const mostOpenDays = 31

/**
 * Four times an hour, over the agreements whose local day has changed: what was signed for today comes in force, every whole
 * day since the last one gets its row, the days still open are computed anew, and the owners are told when it falls behind or
 * recovers. Safe to run twice: the same facts give the same rows.
 */
export const measure = defineJob({
  name: 'agreements.measure',
  payload: Type.Object({}),
  retry: { limit: 3 },
  pool: 'bulk',
  async run(_, { db, clock }, { signal }) {
    const at = clock.now()
    const { rows } = await sql<{ workspaceId: string; id: string; timeZone: string; measuredTo: string | null }>`
      select a.workspace_id, a.id, w.time_zone, a.measured_to from workspace w
      join agreement a on a.workspace_id = w.id where a.deleted_at is null order by a.workspace_id, a.id`.execute(db)
    for (const { workspaceId, id, timeZone, measuredTo } of rows) {
      if (signal.aborted) return
      const yesterday = addDays(localDate(timeZone, at), -1)
      if (measuredTo === null || measuredTo < yesterday) await measureOne(db, workspaceId, id, at)
    }
  },
})

/** Brings one agreement up to the last whole day before `at`; also for the demo, whose days are not the server's. */
export async function measureOne(db: Db, workspaceId: string, id: string, at: Date): Promise<void> {
  for (let isDone = false; !isDone; )
    isDone = await db.transaction().execute((tx) => measureSome(tx, workspaceId, id, at))
}

/** Answers whether the last whole day has been reached. */
export async function measureSome(tx: Tx, workspaceId: string, id: string, at: Date): Promise<boolean> {
  const { rows } = await sql<{ id: string }>`select id from agreement
    where workspace_id = ${workspaceId} and id = ${id} and deleted_at is null for update`.execute(tx)
  if (rows.length === 0) return true
  await enterForce(tx, systemActor(workspaceId), at, await lockAgreement(tx, workspaceId, id))
  const agreement = await lockAgreement(tx, workspaceId, id)
  const calendar = await calendarOf(tx, workspaceId)
  const yesterday = addDays(localDate(calendar.timeZone, at), -1)
  const first = await firstDay(tx, workspaceId, id)
  if (first === null || first > yesterday) return true
  const current = await inForceOn(tx, workspaceId, id, yesterday)
  const open = Math.min(mostOpenDays, (current?.terms.sales?.attemptDays ?? 1) + 2)
  const next = agreement.measuredTo === null ? first : addDays(agreement.measuredTo, 1)
  const again = addDays(next, -open)
  const from = again < first ? first : again
  const reach = addDays(next, mostDays - 1)
  const to = reach < yesterday ? reach : yesterday
  if (to >= from) await writeDays(tx, workspaceId, agreement, from, to, at)
  await sql`update agreement set measured_to = ${to} where workspace_id = ${workspaceId} and id = ${id}`.execute(tx)
  if (to === yesterday && current) await tell(tx, workspaceId, agreement, current, at)
  return to === yesterday
}

async function firstDay(tx: Tx, workspaceId: string, id: string): Promise<string | null> {
  const { rows } = await sql<{ first: string | null }>`select min(from_on) as first from agreement_version
    where workspace_id = ${workspaceId} and agreement_id = ${id} and state = 'signed'`.execute(tx)
  return rows[0]?.first ?? null
}

async function writeDays(tx: Tx, workspaceId: string, { id, direction }: Row, from: string, to: string, at: Date) {
  const calendar = await calendarOf(tx, workspaceId)
  const { rows: versions } = await sql<InForce>`select number, terms, from_on from agreement_version
    where workspace_id = ${workspaceId} and agreement_id = ${id} and state = 'signed' order by number`.execute(tx)
  const byVersion = new Map<InForce, string[]>()
  for (let day = from; day <= to; day = addDays(day, 1)) {
    const version = versions.findLast(({ fromOn }) => fromOn <= day)
    if (version) byVersion.set(version, [...(byVersion.get(version) ?? []), day])
  }
  const rows: (DayResult & { number: number })[] = []
  for (const [{ number, terms }, days] of byVersion) {
    const measured = await measureDays(tx, workspaceId, calendar, direction, terms, days, at)
    rows.push(...measured.map(({ day }) => ({ ...day, number })))
  }
  await sql`insert into agreement_day (workspace_id, agreement_id, day, number, attainment, pace, target, done, owed, is_business_day, computed_at)
    select ${workspaceId}::uuid, ${id}::uuid, d.day, d.number, d.attainment, d.pace, d.target, d.done, d.owed, d."isBusinessDay", ${at}::timestamptz
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as d(day date, number integer, attainment double precision, pace double precision,
      target double precision, done bigint, owed bigint, "isBusinessDay" boolean)
    on conflict (workspace_id, agreement_id, day) do update set number = excluded.number, attainment = excluded.attainment,
      pace = excluded.pace, target = excluded.target, done = excluded.done, owed = excluded.owed,
      is_business_day = excluded.is_business_day, computed_at = excluded.computed_at`.execute(tx)
}

/** Both owners hear once that it is behind, and once that it is not any more. */
async function tell(tx: Tx, workspaceId: string, agreement: Row, { terms }: InForce, at: Date) {
  const { rows: days } = await sql<DayResult>`select day, attainment, pace, is_business_day from agreement_day
    where workspace_id = ${workspaceId} and agreement_id = ${agreement.id} order by day desc limit 120`.execute(tx)
  const newest = days[0]
  const behind = isBehind(alertOf(terms), days.toReversed())
  if (!newest || behind === (agreement.behindSince !== null)) return
  const { id, name } = agreement
  await sql`update agreement set behind_since = ${behind ? at : null}, updated_at = ${at}, version = version + 1
    where workspace_id = ${workspaceId} and id = ${id}`.execute(tx)
  const facts = { ...factsOf(agreement), attainment: newest.attainment, pace: newest.pace, day: newest.day }
  await record(tx, systemActor(workspaceId), at, behind ? 'agreement.behind' : 'agreement.recovered', facts, [id])
  const kind = behind ? 'agreement_behind' : 'agreement_recovered'
  const percent = (share: number | null) => (share === null ? 0 : Math.round(share * 100))
  await notify(tx, at, workspaceId, [
    {
      memberIds: [agreement.marketingOwnerId, agreement.salesOwnerId].filter((one) => one !== null),
      kind,
      params: { agreement: name, attainment: percent(newest.attainment), pace: percent(newest.pace) },
      link: `/agreements/${id}`,
      dedupeKey: `${kind} ${id} ${newest.day}`,
      mail: behind,
    },
  ])
}

/** Every agreement of a workspace up to `at`: for stories that live in another time than the server. */
export async function measureAgreements(tx: Tx, workspaceId: string, at: Date): Promise<void> {
  const { rows } = await selectAgreements(workspaceId, sql`a.deleted_at is null`).execute(tx)
  for (const { id } of rows) for (let isDone = false; !isDone; ) isDone = await measureSome(tx, workspaceId, id, at)
}
