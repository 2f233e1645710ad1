import { sql } from 'kysely'
import type { Ctx } from '#kernel/http.ts'
import { decodeCursor, toPage } from '#kernel/page.ts'
import { living, selectClaims, toClaims } from './select-claims.ts'

type Query = {
  after?: string
  limit?: number
  state?: string[]
  severity?: string[]
  assetType?: string
  assetId?: string
  productId?: string
  attributeKey?: string
  sort?: 'createdAt' | '-createdAt' | 'driftedAt' | '-driftedAt'
}

/** Claims that somebody still reads. Sorted by their drift, only drifted ones have a place. */
export async function listClaims({ db, actor }: Ctx, query: Query) {
  const { after, limit = 50, sort = '-createdAt', state, severity, assetType, assetId, productId, attributeKey } = query
  const { workspaceId } = actor
  const byDrift = sort.endsWith('driftedAt')
  const by = byDrift ? sql`c.drifted_at` : sql`c.created_at`
  const [direction, compare] = sort.startsWith('-') ? [sql`desc`, sql`<`] : [sql`asc`, sql`>`]
  const cursor = decodeCursor(after, 2)
  const parts = [
    living,
    byDrift && sql`c.state = 'drifted'`,
    state?.length === 1 && sql`c.state = ${state[0]}`,
    severity?.length && sql`c.severity = any(${severity}::text[])`,
    assetType && sql`c.asset_type = ${assetType}`,
    assetId && sql`c.asset_id = ${assetId}`,
    productId && sql`c.product_id = ${productId}`,
    attributeKey && sql`c.attribute_key = ${attributeKey}`,
    cursor && sql`(${by}, c.id) ${compare} (${cursor[0]}::timestamptz, ${cursor[1]}::uuid)`,
  ].filter((part) => typeof part === 'object' && part !== null)
  const rows = await selectClaims(
    db,
    workspaceId,
    sql`${sql.join(parts, sql` and `)} order by ${by} ${direction}, c.id ${direction} limit ${limit + 1}`,
  )
  const page = toPage(
    rows,
    limit,
    (row) => row,
    (row) => [(byDrift ? row.driftedAt : row.createdAt)?.toISOString() ?? '', row.id],
  )
  return { items: await toClaims(db, workspaceId, page.items), next: page.next }
}
