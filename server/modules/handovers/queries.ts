import { sql } from 'kysely'
import type { handoversRoutes } from '#contract/handovers.ts'
import type { Input, Reply } from '#contract/kit.ts'
import { addDays, startOfLocalDay } from '#kernel/calendar/zone.ts'
import type { Db, Tx } from '#kernel/db.ts'
import type { Actor } from '#kernel/events.ts'
import type { Ctx } from '#kernel/http.ts'
import type { Locale } from '#kernel/i18n.ts'
import { decodeCursor, toPage } from '#kernel/page.ts'
import { Problem } from '#kernel/problem.ts'
import { calendarOf } from '#modules/accounts/public.ts'
import { contributionsAt, localeOf } from '#modules/scoring/public.ts'
import { countAttempts } from './attempts.ts'
import { type HandoverRow, type HandoverView, presentHandover, selectHandovers } from './present.ts'
import { MIN_ATTEMPTS_UNREACHABLE } from './rules/rejection.ts'

type Routes = typeof handoversRoutes

/** Pending leads by a running clock; lists of other states newest first, for nothing is due there. */
export async function listHandovers(
  ctx: Ctx,
  { query }: Input<Routes['GET /handovers']>,
): Promise<Reply<Routes['GET /handovers']>> {
  const { db, actor } = ctx
  const { after, limit = 50, state = [], mine = false, assigneeId = [] } = query
  const { timeZone } = await calendarOf(db, actor.workspaceId)
  const isPending = state.length === 1 && state[0] === 'pending'
  const sort = isPending ? (query.sort ?? 'dueAt') : '-requestedAt'
  const column = sql.ref({ dueAt: 'h.due_at', clockAt: 'h.clock_at', '-requestedAt': 'h.requested_at' }[sort])
  const isDescending = sort === '-requestedAt'
  const cursor = decodeCursor(after, 2)
  const conditions = [sql`h.workspace_id = ${actor.workspaceId}`]
  if (state.length > 0)
    conditions.push(state.length === 1 ? sql`h.state = ${sql.lit(state[0]!)}` : sql`h.state = any(${state}::text[])`)
  if (mine) conditions.push(sql`h.assignee_id = ${actor.id}`)
  if (assigneeId.length > 0) conditions.push(sql`h.assignee_id = any(${assigneeId}::uuid[])`)
  if (query.contactId) conditions.push(sql`h.subject_id = ${query.contactId}::uuid`)
  if (query.rejectionReason?.length) conditions.push(sql`h.rejection_reason = any(${query.rejectionReason}::text[])`)
  if (query.requestedFrom) conditions.push(sql`h.requested_at >= ${startOfLocalDay(timeZone, query.requestedFrom)}`)
  if (query.requestedTo)
    conditions.push(sql`h.requested_at < ${startOfLocalDay(timeZone, addDays(query.requestedTo, 1))}`)
  if (cursor)
    conditions.push(
      sql`(${column}, h.id) ${isDescending ? sql`<` : sql`>`} (${cursor[0]}::timestamptz, ${cursor[1]}::uuid)`,
    )
  const direction = isDescending ? sql`desc` : sql`asc`
  const { rows } = await sql<HandoverRow>`${selectHandovers} where ${sql.join(conditions, sql` and `)}
    order by ${column} ${direction}, h.id ${direction} limit ${limit + 1}`.execute(db)
  const locale = await localeOf(ctx)
  const at = (row: HandoverRow) => ({ dueAt: row.dueAt, clockAt: row.clockAt, '-requestedAt': row.requestedAt })[sort]
  return toPage(
    rows,
    limit,
    (row) => presentHandover(row, locale, timeZone),
    (row) => [at(row).toISOString(), row.id],
  )
}

export async function countHandovers({ db, actor, clock }: Ctx): Promise<Reply<Routes['GET /handovers/counts']>> {
  const { rows } = await sql<{ pending: number; mine: number; overdue: number }>`select count(*) as pending,
      count(*) filter (where h.assignee_id = ${actor.id}) as mine, count(*) filter (where h.clock_at < ${clock.now()}) as overdue
    from handover h join contact c on c.workspace_id = h.workspace_id and c.subject_id = h.subject_id and c.deleted_at is null
    where h.workspace_id = ${actor.workspaceId} and h.state = 'pending'`.execute(db)
  return rows[0]!
}

/** A handover as it is answered, for handlers that have just written it. */
export async function viewHandover(db: Db | Tx, actor: Actor, id: string): Promise<HandoverView> {
  const { row, locale, timeZone } = await findHandover(db, actor, id)
  return presentHandover(row, locale, timeZone)
}

export async function readHandover(
  ctx: Ctx,
  { params }: Input<Routes['GET /handovers/:id']>,
): Promise<Reply<Routes['GET /handovers/:id']>> {
  const { db, actor, clock } = ctx
  const { workspaceId } = actor
  const { row, locale, timeZone } = await findHandover(db, actor, params.id)
  const { subjectId } = row
  return {
    ...presentHandover(row, locale, timeZone),
    contributions: await contributionsAt(db, workspaceId, subjectId, row.decidedAt ?? clock.now(), locale),
    journey: await journeyOf(db, workspaceId, subjectId),
    consents: await consentsOf(db, workspaceId, subjectId),
    attempts: await countAttempts(db, workspaceId, subjectId, row.requestedAt),
    attemptsNeeded: MIN_ATTEMPTS_UNREACHABLE,
    recycles: row.recycles,
    previous: await previousOf(db, workspaceId, subjectId, row.id),
  }
}

async function findHandover(
  db: Db | Tx,
  actor: Actor,
  id: string,
): Promise<{ row: HandoverRow; locale: Locale; timeZone: string }> {
  const { rows } =
    await sql<HandoverRow>`${selectHandovers} where h.workspace_id = ${actor.workspaceId} and h.id = ${id}::uuid`.execute(
      db,
    )
  const row = rows[0]
  if (!row) throw new Problem('not_found')
  const { timeZone } = await calendarOf(db, actor.workspaceId)
  return { row, timeZone, locale: await localeOf({ db, actor }) }
}

const shownVisits = 50

async function journeyOf(db: Db, workspaceId: string, subjectId: string) {
  const { rows } = await sql<{
    at: Date
    type: string
    path: string
    name: string | null
    source: string | null
  }>`select e.at, e.type, e.path, e.name,
      coalesce(e.utm_source, e.referrer_host) as source
    from identity i cross join lateral (
      select at, type, path, name, utm_source, referrer_host from visit_event
      where workspace_id = ${workspaceId} and visitor_id = i.value order by at desc limit ${shownVisits}) e
    where i.workspace_id = ${workspaceId} and i.subject_id = ${subjectId} and i.kind = 'visitor'
    order by e.at desc limit ${shownVisits}`.execute(db)
  return rows.map((row) => ({ ...row, at: row.at.toISOString() }))
}

async function consentsOf(db: Db, workspaceId: string, subjectId: string) {
  const { rows } = await sql<{ purpose: string; state: string; basis: string; at: Date; text: string | null }>`
    select distinct on (purpose) purpose, state, basis, at, text from consent
    where workspace_id = ${workspaceId} and subject_id = ${subjectId} order by purpose, at desc, id desc`.execute(db)
  return rows.map((row) => ({ ...row, at: row.at.toISOString() }))
}

async function previousOf(db: Db, workspaceId: string, subjectId: string, id: string) {
  const { rows } = await sql<Pick<HandoverRow, 'id' | 'state' | 'requestedAt' | 'rejectionReason' | 'assigneeName'>>`
    select h.id, h.state, h.requested_at, h.rejection_reason, m.full_name as assignee_name
    from handover h left join member m on m.workspace_id = h.workspace_id and m.id = h.assignee_id
    where h.workspace_id = ${workspaceId} and h.subject_id = ${subjectId} and h.id <> ${id}::uuid
    order by h.id desc limit 20`.execute(db)
  return rows.map((row) => ({ ...row, requestedAt: row.requestedAt.toISOString() }))
}
