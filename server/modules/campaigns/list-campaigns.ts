import { type RawBuilder, sql } from 'kysely'
import type { campaignSorts, campaignsRoutes } from '#contract/campaigns.ts'
import { addDays } from '#kernel/calendar/zone.ts'
import type { Ctx, Handlers } from '#kernel/http.ts'
import { decodeCursor, toPage } from '#kernel/page.ts'
import { invalid } from '#kernel/problem.ts'
import { foldText } from '#kernel/text.ts'
import { collisionsOf } from './collisions.ts'
import { type Row, selectCampaigns, toSummary } from './select-campaigns.ts'

type SortName = (typeof campaignSorts)[number]
type Query = Parameters<Handlers<typeof campaignsRoutes>['GET /campaigns']>[1]['query']

const sorts: Record<SortName, { by: RawBuilder<unknown>; type: RawBuilder<unknown>; of: (row: Row) => string }> = {
  startsOn: { by: sql`c.starts_on`, type: sql`date`, of: (row) => row.startsOn },
  endsOn: { by: sql`c.ends_on`, type: sql`date`, of: (row) => row.endsOn },
  name: { by: sql`c.name`, type: sql`text`, of: (row) => row.name },
  createdAt: { by: sql`c.created_at`, type: sql`timestamptz`, of: (row) => row.createdAt.toISOString() },
}
const countedAtMost = 10_000

export async function listCampaigns(ctx: Ctx, { after, limit = 50, sort = '-startsOn', ...filters }: Query) {
  const { workspaceId } = ctx.actor
  const descending = sort.startsWith('-')
  const { by, type, of } = sorts[sort.replace('-', '') as SortName]
  const predicate = predicateOf(workspaceId, filters)
  const cursor = decodeCursor(after, 2)
  const beyond = cursor
    ? sql`and (${by}, c.id) ${descending ? sql`<` : sql`>`} (${cursor[0]}::${type}, ${cursor[1]}::uuid)`
    : sql``
  const direction = descending ? sql`desc` : sql`asc`
  const [{ rows }, approximateTotal] = await Promise.all([
    selectCampaigns(
      workspaceId,
      sql`${predicate} ${beyond} order by ${by} ${direction}, c.id ${direction} limit ${limit + 1}`,
    ).execute(ctx.db),
    cursor ? undefined : countUpTo(ctx, predicate),
  ])
  const page = toPage(rows, limit, toSummary, (row) => [of(row), row.id])
  return { ...page, ...(approximateTotal !== undefined && { approximateTotal }) }
}

function predicateOf(workspaceId: string, query: Omit<Query, 'after' | 'limit' | 'sort'>): RawBuilder<unknown> {
  const { q, state, ownerId, departmentId, productId, runsFrom, runsTo } = query
  const parts = [
    sql`c.deleted_at is null`,
    state?.length ? sql`c.state = any(${state})` : sql`c.state <> 'archived'`,
    ...foldText(q ?? '')
      .split(' ')
      .filter((word) => word !== '')
      .map((word) => sql`c.search like ${`%${word.replace(/[\\%_]/g, '\\$&')}%`}`),
    ...(runsFrom ? [sql`c.ends_on >= ${runsFrom}`] : []),
    ...(runsTo ? [sql`c.starts_on <= ${runsTo}`] : []),
    ...(ownerId || departmentId
      ? [
          sql`exists (select 1 from campaign_seat s where s.workspace_id = ${workspaceId} and s.campaign_id = c.id
        ${ownerId ? sql`and s.owner_id = ${ownerId}` : sql``} ${departmentId ? sql`and s.department_id = ${departmentId}` : sql``})`,
        ]
      : []),
    ...(productId
      ? [
          sql`exists (select 1 from campaign_offer o where o.workspace_id = ${workspaceId} and o.campaign_id = c.id
        and o.product_id = ${productId} and o.removed_at is null)`,
        ]
      : []),
  ]
  return sql.join(parts, sql` and `)
}

async function countUpTo({ db, actor }: Ctx, predicate: RawBuilder<unknown>): Promise<number> {
  const { rows } = await sql<{ count: number }>`select count(*) as count from (
    select 1 from campaign c where c.workspace_id = ${actor.workspaceId} and ${predicate} limit ${countedAtMost + 1}) as counted`.execute(
    db,
  )
  return rows[0]!.count
}

const longestCalendarDays = 400
const mostInCalendar = 500

/** Campaigns that touch the days asked for, in order of their start, each with those that collide with it. */
export async function readCalendar(ctx: Ctx, { from, to }: { from: string; to: string }) {
  const { workspaceId } = ctx.actor
  if (to < from) throw invalid('/to', 'period_order')
  if (to > addDays(from, longestCalendarDays)) throw invalid('/to', 'period_too_long')
  const { rows } = await selectCampaigns(
    workspaceId,
    sql`c.deleted_at is null and c.state <> 'archived' and c.starts_on <= ${to} and c.ends_on >= ${from}
      order by c.starts_on, c.id limit ${mostInCalendar}`,
  ).execute(ctx.db)
  const collisions = await collisionsOf(
    ctx.db,
    workspaceId,
    rows.map((row) => row.id),
  )
  return { items: rows.map((row) => ({ ...toSummary(row), collisions: collisions.get(row.id) ?? [] })), next: null }
}
