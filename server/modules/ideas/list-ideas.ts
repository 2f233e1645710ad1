import { type RawBuilder, sql } from 'kysely'
import type { ideaSorts, ideasRoutes } from '#contract/ideas.ts'
import type { Ctx, Handlers } from '#kernel/http.ts'
import { decodeCursor, toPage } from '#kernel/page.ts'
import { foldText } from '#kernel/text.ts'
import { type Row, selectIdeas, toSummary } from './select-ideas.ts'

type SortName = (typeof ideaSorts)[number]
type Query = Parameters<Handlers<typeof ideasRoutes>['GET /ideas']>[1]['query']

const sorts: Record<
  SortName,
  { by: RawBuilder<unknown>; type: RawBuilder<unknown>; of: (row: Row) => string | number }
> = {
  votes: { by: sql`i.votes`, type: sql`integer`, of: (row) => row.votes },
  createdAt: { by: sql`i.created_at`, type: sql`timestamptz`, of: (row) => row.createdAt.toISOString() },
  title: { by: sql`i.title`, type: sql`text`, of: (row) => row.title },
}

/** Archived ideas are only listed when asked for. */
export async function listIdeas(ctx: Ctx, { after, limit = 50, sort = '-votes', ...filters }: Query) {
  const descending = sort.startsWith('-')
  const { by, type, of } = sorts[sort.replace('-', '') as SortName]
  const cursor = decodeCursor(after, 2)
  const beyond = cursor
    ? sql`and (${by}, i.id) ${descending ? sql`<` : sql`>`} (${cursor[0]}::${type}, ${cursor[1]}::uuid)`
    : sql``
  const direction = descending ? sql`desc` : sql`asc`
  const { rows } = await selectIdeas(
    ctx.actor,
    sql`${predicateOf(filters)} ${beyond} order by ${by} ${direction}, i.id ${direction} limit ${limit + 1}`,
  ).execute(ctx.db)
  return toPage(rows, limit, toSummary, (row) => [of(row), row.id])
}

function predicateOf(query: Omit<Query, 'after' | 'limit' | 'sort'>): RawBuilder<unknown> {
  const { q, state, departmentId, productId, campaignId, projectId } = query
  const parts = [
    sql`i.deleted_at is null`,
    state?.length ? sql`i.state = any(${state})` : sql`i.state <> 'archived'`,
    ...foldText(q ?? '')
      .split(' ')
      .filter((word) => word !== '')
      .map((word) => sql`i.search like ${`%${word.replace(/[\\%_]/g, '\\$&')}%`}`),
    ...(departmentId ? [sql`i.department_id = ${departmentId}`] : []),
    ...(productId ? [sql`i.product_id = ${productId}`] : []),
    ...(campaignId ? [sql`(i.campaign_id = ${campaignId} or i.tried_in_campaign_id = ${campaignId})`] : []),
    ...(projectId ? [sql`i.project_id = ${projectId}`] : []),
  ]
  return sql.join(parts, sql` and `)
}
