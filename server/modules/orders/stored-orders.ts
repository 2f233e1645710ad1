import { sql } from 'kysely'
import type { Tx } from '#kernel/db.ts'
import { nobody } from '#kernel/events.ts'
import type { StoredLine, StoredOrder } from './order-types.ts'

const orderColumns =
  sql.raw(`o.id, o.number, o.source, o.shop_id, o.external_id, o.subject_id, o.company_id, o.deal_id, o.state, o.ordered_at,
  o.total_cents, o.currency, o.campaign_id, o.link_code, o.note, o.source_updated_at, o.search, o.deleted_at`)

/** Says which order is meant. */
export const keyOf = (source: string, shopId: string | null | undefined, externalId: string | null) =>
  `${source} ${shopId ?? ''} ${externalId}`

/** Inserts those that are not there yet and answers their ids. Rows come in key order. */
export async function insertOrders(
  tx: Tx,
  workspaceId: string,
  at: Date,
  rows: readonly StoredOrder[],
): Promise<Set<string>> {
  const inserted = await sql<{
    id: string
  }>`insert into sales_order (workspace_id, id, number, source, shop_id, external_id, subject_id,
      company_id, deal_id, state, ordered_at, total_cents, currency, campaign_id, link_code, note, source_updated_at, search, created_at, updated_at)
    select ${workspaceId}::uuid, r.id, r.number, r.source, r."shopId", r."externalId", r."subjectId", r."companyId", r."dealId", r.state,
      r."orderedAt", r."totalCents", r.currency, r."campaignId", r."linkCode", r.note, r."sourceUpdatedAt", r.search, ${at}::timestamptz, ${at}::timestamptz
    from json_to_recordset(${JSON.stringify(rows)}::json) as r (id uuid, number text, source text, "shopId" uuid, "externalId" text,
      "subjectId" uuid, "companyId" uuid, "dealId" uuid, state text, "orderedAt" timestamptz, "totalCents" bigint, currency text,
      "campaignId" uuid, "linkCode" text, note text, "sourceUpdatedAt" timestamptz, search text)
    on conflict do nothing returning id`.execute(tx)
  return new Set(inserted.rows.map(({ id }) => id))
}

/** Orders that were there already with their lines, locked until the transaction ends, by `keyOf`. */
export async function lockKnown(
  tx: Tx,
  workspaceId: string,
  wanted: readonly StoredOrder[],
): Promise<Map<string, { row: StoredOrder; lines: StoredLine[] }>> {
  if (wanted.length === 0) return new Map()
  const keys = wanted.map(({ source, shopId, externalId }) => ({ source, shopId: shopId ?? nobody, externalId }))
  const { rows } = await sql<StoredOrder>`select ${orderColumns} from sales_order o
    join json_to_recordset(${JSON.stringify(keys)}::json) as k (source text, "shopId" uuid, "externalId" text)
      on o.source = k.source and coalesce(o.shop_id, ${nobody}::uuid) = k."shopId" and o.external_id = k."externalId"
    where o.workspace_id = ${workspaceId} order by o.id for update of o`.execute(tx)
  const lines = await linesOf(
    tx,
    workspaceId,
    rows.map(({ id }) => id),
  )
  return new Map(
    rows.map((row) => [keyOf(row.source, row.shopId, row.externalId), { row, lines: lines.get(row.id) ?? [] }]),
  )
}

export async function linesOf(
  tx: Tx,
  workspaceId: string,
  orderIds: readonly string[],
): Promise<Map<string, StoredLine[]>> {
  const { rows } =
    await sql<StoredLine>`select order_id, id, key, position, product_id, sku, name, quantity, unit_price_cents, total_cents, ordered_at
    from order_line where workspace_id = ${workspaceId} and order_id = any (${[...orderIds]}::uuid[]) order by position, id`.execute(
      tx,
    )
  return Map.groupBy(rows, ({ orderId }) => orderId)
}

/** The next numbers of the workspace's own series. */
export async function nextNumbers(tx: Tx, workspaceId: string, count: number): Promise<string[]> {
  if (count === 0) return []
  const { rows } = await sql<{
    last: number
  }>`insert into order_counter (workspace_id, last) values (${workspaceId}, ${count})
    on conflict (workspace_id) do update set last = order_counter.last + excluded.last returning last`.execute(tx)
  const { last } = rows[0]!
  return Array.from({ length: count }, (_, index) => `P-${String(last - count + 1 + index).padStart(5, '0')}`)
}

/** Companies of contacts, by contact. */
export async function companiesOf(
  tx: Tx,
  workspaceId: string,
  subjectIds: readonly string[],
): Promise<Map<string, string>> {
  if (subjectIds.length === 0) return new Map()
  const { rows } = await sql<{ subjectId: string; companyId: string }>`select subject_id, company_id from contact
    where workspace_id = ${workspaceId} and subject_id = any (${[...new Set(subjectIds)]}::uuid[]) and company_id is not null`.execute(
    tx,
  )
  return new Map(rows.map(({ subjectId, companyId }) => [subjectId, companyId]))
}
