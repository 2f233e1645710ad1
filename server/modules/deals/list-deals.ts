import { type RawBuilder, sql } from 'kysely'
import type { dealSorts } from '#contract/deals.ts'
import type { Ctx } from '#kernel/http.ts'
import { decodeCursor, toPage } from '#kernel/page.ts'
import { closedAt, type DealFilters, dealPredicate } from './deal-filters.ts'
import { type DealRow, selectDeals, toDeal } from './select-deals.ts'

type SortName = (typeof dealSorts)[number]
export type DealQuery = DealFilters & { after?: string; limit?: number; sort?: SortName | `-${SortName}` }

/**
 * Deals without an amount count as less than nothing, open ones as closed before all others; deals without an expected date
 * come last either way. Each has its index.
 */
const sorts: Record<
  SortName,
  {
    type: RawBuilder<unknown>
    asc: RawBuilder<unknown>
    desc: RawBuilder<unknown>
    of: (row: DealRow) => string | number
  }
> = {
  createdAt: same(sql`d.created_at`, sql`timestamptz`, (row) => row.createdAt.toISOString()),
  openedAt: same(sql`d.opened_at`, sql`timestamptz`, (row) => row.openedAt.toISOString()),
  closedAt: same(closedAt, sql`timestamptz`, (row) => row.closedAt?.toISOString() ?? '-infinity'),
  stageSince: same(sql`d.stage_since`, sql`timestamptz`, (row) => row.stageSince.toISOString()),
  name: same(sql`d.name`, sql`text`, (row) => row.name),
  amount: same(sql`coalesce(d.amount_cents, -1)`, sql`bigint`, (row) => row.amountCents ?? -1),
  position: same(sql`d.board_rank`, sql`double precision`, (row) => row.boardRank),
  expectedCloseOn: {
    asc: sql`coalesce(d.expected_close_on, '9999-12-31'::date)`,
    desc: sql`coalesce(d.expected_close_on, '0001-01-01'::date)`,
    type: sql`date`,
    of: (row) => row.expectedCloseOn ?? '',
  },
}
const countedAtMost = 10_000

export async function listDeals(ctx: Ctx, { after, limit = 50, sort = '-createdAt', ...filters }: DealQuery) {
  const { workspaceId } = ctx.actor
  const descending = sort.startsWith('-')
  const name = sort.replace('-', '') as SortName
  const { type, of, asc, desc } = sorts[name]
  const by = descending ? desc : asc
  const predicate = await dealPredicate(ctx.db, workspaceId, filters)
  const cursor = decodeCursor(after, 2)
  const beyond =
    cursor && sql`and (${by}, d.id) ${descending ? sql`<` : sql`>`} (${cursor[0]}::${type}, ${cursor[1]}::uuid)`
  const direction = descending ? sql`desc` : sql`asc`
  const [{ rows }, approximateTotal] = await Promise.all([
    selectDeals(
      workspaceId,
      sql`${predicate} ${beyond ?? sql``} order by ${by} ${direction}, d.id ${direction} limit ${limit + 1}`,
    ).execute(ctx.db),
    cursor ? undefined : countUpTo(ctx, predicate),
  ])
  const now = ctx.clock.now()
  const missing = descending ? '0001-01-01' : '9999-12-31'
  const page = toPage(
    rows,
    limit,
    (row) => toDeal(row, now),
    (row) => [of(row) === '' && name === 'expectedCloseOn' ? missing : of(row), row.id],
  )
  return { ...page, ...(approximateTotal !== undefined && { approximateTotal }) }
}

async function countUpTo({ db, actor }: Ctx, predicate: RawBuilder<unknown>): Promise<number> {
  const { rows } = await sql<{ count: number }>`select count(*) as count from (
    select 1 from deal d where d.workspace_id = ${actor.workspaceId} and ${predicate} limit ${countedAtMost + 1}) as counted`.execute(
    db,
  )
  return rows[0]!.count
}

function same(by: RawBuilder<unknown>, type: RawBuilder<unknown>, of: (row: DealRow) => string | number) {
  return { asc: by, desc: by, type, of }
}
