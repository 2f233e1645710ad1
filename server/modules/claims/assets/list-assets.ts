import { type RawBuilder, sql } from 'kysely'
import type { assetSorts } from '#contract/assets.ts'
import type { Ctx } from '#kernel/http.ts'
import { decodeCursor, toPage } from '#kernel/page.ts'
import { foldText } from '#kernel/text.ts'
import { living } from '../select-claims.ts'
import { type AssetRow, selectAssets, toAsset } from './select-assets.ts'

type SortName = (typeof assetSorts)[number]
type Query = {
  after?: string
  limit?: number
  q?: string
  type?: string[]
  state?: string[]
  ownerId?: string
  campaignId?: string
  drifted?: boolean
  sort?: SortName | `-${SortName}`
}
const sorts: Record<SortName, { by: RawBuilder<unknown>; type: RawBuilder<unknown>; of: (row: AssetRow) => string }> = {
  createdAt: { by: sql`a.created_at`, type: sql`timestamptz`, of: (row) => row.createdAt.toISOString() },
  updatedAt: { by: sql`a.updated_at`, type: sql`timestamptz`, of: (row) => row.updatedAt.toISOString() },
  name: { by: sql`a.name`, type: sql`text`, of: (row) => row.name },
}
const countedAtMost = 10_000

/** Retired texts are listed only when asked for by state. */
export async function listAssets({ db, actor }: Ctx, { after, limit = 50, sort = '-updatedAt', ...filters }: Query) {
  const { workspaceId } = actor
  const isDescending = sort.startsWith('-')
  const { by, type, of } = sorts[sort.replace('-', '') as SortName]
  const condition = predicate(workspaceId, filters)
  const cursor = decodeCursor(after, 2)
  const beyond = cursor
    ? sql`and (${by}, a.id) ${isDescending ? sql`<` : sql`>`} (${cursor[0]}::${type}, ${cursor[1]}::uuid)`
    : sql``
  const direction = isDescending ? sql`desc` : sql`asc`
  const rows = await selectAssets(
    db,
    workspaceId,
    sql`${condition} ${beyond} order by ${by} ${direction}, a.id ${direction} limit ${limit + 1}`,
  )
  const page = toPage(rows, limit, toAsset, (row) => [of(row), row.id])
  if (cursor) return page
  const { rows: counted } = await sql<{ count: number }>`select count(*) as count from (
    select 1 from asset a where a.workspace_id = ${workspaceId} and ${condition} limit ${countedAtMost + 1}) as counted`.execute(
    db,
  )
  return { ...page, approximateTotal: counted[0]!.count }
}

function predicate(workspaceId: string, { q, type, state, ownerId, campaignId, drifted }: Query): RawBuilder<unknown> {
  const words = foldText(q ?? '')
    .split(' ')
    .filter((word) => word !== '')
    .slice(0, 8)
  const parts = [
    state?.length ? sql`a.state = any(${state}::text[])` : sql`a.state <> 'retired'`,
    ...words.map((word) => sql`a.search like ${`%${word.replace(/[\\%_]/g, '\\$&')}%`}`),
    type?.length && sql`a.type = any(${type}::text[])`,
    ownerId && sql`a.owner_id = ${ownerId}`,
    campaignId && sql`a.campaign_id = ${campaignId}`,
    drifted &&
      sql`exists (select 1 from claim c where c.workspace_id = ${workspaceId} and c.asset_id = a.id and c.state = 'drifted' and ${living})`,
  ].filter((part) => typeof part === 'object')
  return sql.join(parts, sql` and `)
}
