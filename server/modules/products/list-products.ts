import { type RawBuilder, sql } from 'kysely'
import type { Product, productSorts, productStates } from '#contract/products.ts'
import type { Ctx } from '#kernel/http.ts'
import { decodeCursor, toPage } from '#kernel/page.ts'
import { foldText } from '#kernel/text.ts'
import { skuKey } from './facts.ts'
import { type ProductRow, selectProducts, toProduct } from './select-products.ts'

type SortName = (typeof productSorts)[number]
export type ProductQuery = {
  q?: string
  state?: (typeof productStates)[number][]
  familyId?: string[]
  ownerId?: string
  tag?: string[]
  sku?: string
  sort?: SortName | `-${SortName}`
  after?: string
  limit?: number
}

const sorts: Record<SortName, { by: RawBuilder<unknown>; type: RawBuilder<unknown>; of: (row: ProductRow) => string }> =
  {
    createdAt: { by: sql`p.created_at`, type: sql`timestamptz`, of: (row) => row.createdAt.toISOString() },
    name: { by: sql`p.name`, type: sql`text`, of: (row) => row.name },
    sku: { by: sql`p.sku`, type: sql`text`, of: (row) => row.sku },
  }
const countedAtMost = 10_000

export async function listProducts(ctx: Ctx, query: ProductQuery) {
  const { after, limit = 50, sort = '-createdAt' } = query
  const { workspaceId } = ctx.actor
  const isDescending = sort.startsWith('-')
  const { by, type, of } = sorts[sort.replace('-', '') as SortName]
  const predicate = sql.join(conditions(query), sql` and `)
  const cursor = decodeCursor(after, 2)
  const beyond =
    cursor && sql`and (${by}, p.id) ${isDescending ? sql`<` : sql`>`} (${cursor[0]}::${type}, ${cursor[1]}::uuid)`
  const direction = isDescending ? sql`desc` : sql`asc`
  const [{ rows }, approximateTotal] = await Promise.all([
    selectProducts(
      workspaceId,
      ctx.clock.now(),
      sql`${predicate} ${beyond ?? sql``} order by ${by} ${direction}, p.id ${direction} limit ${limit + 1}`,
    ).execute(ctx.db),
    cursor ? undefined : countUpTo(ctx, predicate),
  ])
  const page = toPage(
    rows,
    limit,
    (row): Product => toProduct(row),
    (row) => [of(row), row.id],
  )
  return { ...page, ...(approximateTotal !== undefined && { approximateTotal }) }
}

function conditions({ q, state, familyId, ownerId, tag, sku }: ProductQuery) {
  return [
    sql`p.deleted_at is null`,
    ...wordsOf(q).map((word) => sql`p.search like ${`%${word}%`}`),
    state?.length && sql`p.state = any (${state}::text[])`,
    familyId?.length && sql`p.family_id = any (${familyId}::uuid[])`,
    ownerId && sql`p.owner_id = ${ownerId}`,
    tag?.length && sql`p.tags && ${tag}::text[]`,
    sku !== undefined && sql`p.sku_key = ${skuKey(sku)}`,
  ].filter((part) => typeof part === 'object')
}

/** Every word must occur; the trigram index serves each. */
const wordsOf = (q: string | undefined): string[] =>
  foldText(q ?? '')
    .split(' ')
    .filter((word) => word.length > 0)
    .slice(0, 8)
    .map((word) => word.replace(/[\\%_]/g, '\\$&'))

async function countUpTo({ db, actor }: Ctx, predicate: RawBuilder<unknown>): Promise<number> {
  const { rows } = await sql<{ count: number }>`select count(*) as count from (
    select 1 from product p where p.workspace_id = ${actor.workspaceId} and ${predicate} limit ${countedAtMost + 1}) as counted`.execute(
    db,
  )
  return rows[0]!.count
}
