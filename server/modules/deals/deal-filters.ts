import { type RawBuilder, sql } from 'kysely'
import { timeZoneOf } from '#kernel/calendar/time-zone.ts'
import { addDays, startOfLocalDay } from '#kernel/calendar/zone.ts'
import type { Db } from '#kernel/db.ts'
import { foldText } from '#kernel/text.ts'

export type DealFilters = {
  q?: string
  ownerId?: string
  contactId?: string
  companyId?: string
  /** In whole units, like `amountMax`. */
  amountMin?: number
  amountMax?: number
  closeFrom?: string
  closeTo?: string
  createdFrom?: string
  createdTo?: string
  openedFrom?: string
  openedTo?: string
  closedFrom?: string
  closedTo?: string
  tag?: string[]
  state?: string[]
  stageId?: string[]
}

/** When it was closed, as its index has it: before everything while nobody has closed it. */
export const closedAt = sql`coalesce(d.closed_at, '-infinity'::timestamptz)`

/** The filters of list and board as one predicate on `d`. Days of what happened are days of the workspace's zone. */
export async function dealPredicate(db: Db, workspaceId: string, filters: DealFilters): Promise<RawBuilder<unknown>> {
  const {
    q,
    ownerId,
    contactId,
    companyId,
    amountMin,
    amountMax,
    closeFrom,
    closeTo,
    createdFrom,
    createdTo,
    openedFrom,
    openedTo,
    closedFrom,
    closedTo,
    tag,
    state,
    stageId,
  } = filters
  const days = [createdFrom, createdTo, openedFrom, openedTo, closedFrom, closedTo]
  const zone = days.some(Boolean) ? await timeZoneOf(db, workspaceId) : 'UTC'
  const start = (day: string) => startOfLocalDay(zone, day)
  const end = (day: string) => startOfLocalDay(zone, addDays(day, 1))
  const parts = [
    sql`d.deleted_at is null`,
    q !== undefined && named(q),
    ownerId && sql`d.owner_id = ${ownerId}`,
    contactId && sql`d.subject_id = ${contactId}`,
    companyId && sql`d.company_id = ${companyId}`,
    amountMin !== undefined && sql`d.amount_cents >= ${Math.round(amountMin * 100)}`,
    amountMax !== undefined && sql`d.amount_cents <= ${Math.round(amountMax * 100)}`,
    closeFrom && sql`d.expected_close_on >= ${closeFrom}::date`,
    closeTo && sql`d.expected_close_on <= ${closeTo}::date`,
    createdFrom && sql`d.created_at >= ${start(createdFrom)}`,
    createdTo && sql`d.created_at < ${end(createdTo)}`,
    openedFrom && sql`d.opened_at >= ${start(openedFrom)}`,
    openedTo && sql`d.opened_at < ${end(openedTo)}`,
    closedFrom && sql`${closedAt} >= ${start(closedFrom)}`,
    closedTo && sql`${closedAt} > '-infinity' and ${closedAt} < ${end(closedTo)}`,
    tag?.length && sql`d.tags && ${tag}::text[]`,
    state?.length === 1 && sql`d.state = ${state[0]}`,
    state && state.length > 1 && sql`d.state = any(${state}::text[])`,
    stageId?.length === 1 && sql`d.stage_id = ${stageId[0]}`,
    stageId && stageId.length > 1 && sql`d.stage_id = any(${stageId}::uuid[])`,
  ].filter((part) => typeof part === 'object')
  return sql.join(parts, sql` and `)
}

/** Every word occurs, or it is the number that the deal goes by elsewhere: the trigram index serves each word, the unique one the number. */
function named(q: string): RawBuilder<unknown> | undefined {
  const words = wordsOf(q)
  if (words.length === 0) return
  const all = sql.join(
    words.map((word) => sql`d.search like ${`%${word}%`}`),
    sql` and `,
  )
  return sql`(${all} or d.external_id = ${q.trim()})`
}

const wordsOf = (q: string): string[] =>
  foldText(q)
    .split(' ')
    .filter((word) => word.length > 0)
    .slice(0, 8)
    .map((word) => word.replace(/[\\%_]/g, '\\$&'))
