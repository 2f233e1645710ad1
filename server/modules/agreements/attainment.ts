import { sql } from 'kysely'
import type { AgreementDirection, Attainment, AttainmentDay, Measured } from '#contract/agreement-parts.ts'
import type { BusinessCalendar } from '#kernel/calendar/business-hours.ts'
import { addDays, localDate } from '#kernel/calendar/zone.ts'
import type { Db, Tx } from '#kernel/db.ts'
import type { Ctx } from '#kernel/http.ts'
import { invalid } from '#kernel/problem.ts'
import { calendarOf } from '#modules/accounts/public.ts'
import { slaPolicyOf } from '#modules/handovers/public.ts'
import { type MeasuredDay, measureDays } from './measure.ts'
import { readRow } from './select-agreements.ts'
import { type GivenTerms, type Terms, termsOf, usualTerms } from './terms.ts'

const usualDays = 30
const longestDays = 732

/** Days as they were computed, with the version of that time, and how it stands at this moment. */
export async function readAttainment(
  ctx: Ctx,
  id: string,
  query: { from?: string | undefined; to?: string | undefined },
): Promise<Attainment> {
  const { db, actor, clock } = ctx
  const { workspaceId } = actor
  const at = clock.now()
  const { direction } = await readRow(db, workspaceId, id)
  const calendar = await calendarOf(db, workspaceId)
  const today = localDate(calendar.timeZone, at)
  const to = query.to ?? today
  const from = query.from ?? addDays(to, -(usualDays - 1))
  if (from > to) throw invalid('/from', 'after_end')
  if (to > addDays(from, longestDays)) throw invalid('/to', 'period_too_long')
  const { rows: days } =
    await sql<AttainmentDay>`select day, number, attainment, pace, target, is_business_day, done, owed
    from agreement_day where workspace_id = ${workspaceId} and agreement_id = ${id} and day between ${from} and ${to}
    order by day`.execute(db)
  const inForce = await inForceOn(db, workspaceId, id, today)
  const now = inForce && (await measureNow(db, workspaceId, calendar, direction, inForce, at))
  return { agreementId: id, direction, currency: await currencyOf(db, workspaceId), from, to, days, now }
}

/** The last 30 days, today included, under terms that are only being thought of. */
export async function preview(ctx: Ctx, given: GivenTerms & { direction: AgreementDirection }): Promise<Attainment> {
  const { db, actor, clock } = ctx
  const { workspaceId } = actor
  const at = clock.now()
  const { direction } = given
  const terms = termsOf(direction, given, usualTerms(direction, await slaPolicyOf(db, workspaceId)))
  const calendar = await calendarOf(db, workspaceId)
  const to = localDate(calendar.timeZone, at)
  const from = addDays(to, -(usualDays - 1))
  const days = Array.from({ length: usualDays }, (_, index) => addDays(from, index))
  const measured = await measureDays(db, workspaceId, calendar, direction, terms, days, at)
  return {
    agreementId: null,
    direction,
    currency: await currencyOf(db, workspaceId),
    from,
    to,
    days: measured.map(({ day }) => ({ ...day, number: null })),
    now: toMeasured(measured.at(-1)!, null, at),
  }
}

/**
 * How far what a department owes is kept at `at`, against what is due by then: for marketing the pace of its month (1 is on
 * pace, so that the first days of a month do not look like failure), for sales the share of decided leads that met every
 * clause. Read from the last whole day where there is one; null without an agreement in force or anything to judge.
 */
export async function attainment(
  db: Db | Tx,
  workspaceId: string,
  at: Date,
  direction: AgreementDirection,
): Promise<number | null> {
  const { rows: agreements } = await sql<{ id: string }>`select id from agreement
    where workspace_id = ${workspaceId} and direction = ${direction} and deleted_at is null`.execute(db)
  const id = agreements[0]?.id
  if (!id) return null
  const calendar = await calendarOf(db, workspaceId)
  const today = localDate(calendar.timeZone, at)
  const { rows } = await sql<Figures>`select attainment, pace from agreement_day
    where workspace_id = ${workspaceId} and agreement_id = ${id} and day between ${addDays(today, -2)} and ${addDays(today, -1)}
    order by day desc limit 1`.execute(db)
  if (rows[0]) return figureOf(direction, rows[0])
  const inForce = await inForceOn(db, workspaceId, id, today)
  return inForce && figureOf(direction, await measureNow(db, workspaceId, calendar, direction, inForce, at))
}

type Figures = { attainment: number | null; pace: number | null }
const figureOf = (direction: AgreementDirection, { attainment: share, pace }: Figures) =>
  direction === 'marketing_to_sales' ? pace : share

export type InForce = { number: number; terms: Terms; fromOn: string }

/** The version that counts on a local day. */
export async function inForceOn(
  db: Db | Tx,
  workspaceId: string,
  agreementId: string,
  day: string,
): Promise<InForce | null> {
  const { rows } = await sql<InForce>`select number, terms, from_on from agreement_version
    where workspace_id = ${workspaceId} and agreement_id = ${agreementId} and state = 'signed' and from_on <= ${day}
    order by number desc limit 1`.execute(db)
  return rows[0] ?? null
}

async function measureNow(
  db: Db | Tx,
  workspaceId: string,
  calendar: BusinessCalendar,
  direction: AgreementDirection,
  { terms, number }: InForce,
  at: Date,
): Promise<Measured> {
  const today = localDate(calendar.timeZone, at)
  const [measured] = await measureDays(db, workspaceId, calendar, direction, terms, [today], at)
  return toMeasured(measured!, number, at)
}

const toMeasured = ({ day, marketing, sales }: MeasuredDay, number: number | null, at: Date): Measured => ({
  day: day.day,
  number,
  attainment: day.attainment,
  pace: day.pace,
  target: day.target,
  at: at.toISOString(),
  marketing,
  sales,
})

export async function currencyOf(db: Db | Tx, workspaceId: string): Promise<string> {
  const { rows } = await sql<{ currency: string }>`select currency from workspace where id = ${workspaceId}`.execute(db)
  return rows[0]!.currency
}
