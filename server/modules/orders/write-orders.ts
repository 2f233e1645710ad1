import { sql } from 'kysely'
import type { Tx } from '#kernel/db.ts'
import { type Actor, type EventRecord, recordMany } from '#kernel/events.ts'
import { moveLifecycle } from '#modules/contacts/public.ts'
import { orderFacts, orderSubjects } from './facts.ts'
import type { OrderGroup, StoredLine, StoredOrder } from './order-types.ts'

/** Writes what is new and what has changed: orders, lines, ledger, and the buyers' stage. */
export async function writeOrders(tx: Tx, actor: Actor, at: Date, groups: readonly OrderGroup[]): Promise<void> {
  const { workspaceId } = actor
  const fresh = groups.filter(({ before }) => before === null)
  const changed = groups.filter(({ before, changes }) => before !== null && Object.keys(changes).length > 0)
  await updateOrders(
    tx,
    workspaceId,
    at,
    changed.map(({ row }) => row),
  )
  const moved = changed.filter(({ changes }) => 'lines' in changes || 'orderedAt' in changes)
  await dropLines(tx, workspaceId, moved)
  await putLines(
    tx,
    workspaceId,
    [...fresh, ...moved].flatMap(({ lines, row }) => lines.map((line) => ({ ...line, orderedAt: row.orderedAt }))),
  )
  await recordMany(tx, actor, at, [
    ...fresh.map((group) => recorded(group, at)),
    ...changed.map(({ row, lines, changes }): EventRecord => {
      const { lines: ofLines, ...rest } = changes
      const data = { ...orderFacts(row), state: row.state, changes: rest, ...(ofLines && { lines: ofLines }) }
      return { name: 'order.updated', data, subjects: orderSubjects(row, lines) }
    }),
  ])
  await makeCustomers(
    tx,
    actor,
    at,
    fresh.map(({ row }) => row),
  )
}

function recorded({ row, lines }: OrderGroup, at: Date): EventRecord {
  const { source, state, totalCents, currency, campaignId, linkCode } = row
  return {
    name: 'order.recorded',
    data: {
      ...orderFacts(row),
      ...{ source, state, totalCents, currency, campaignId, linkCode },
      lines: lines.map(({ productId, sku, quantity }) => ({ productId, sku, quantity })),
    },
    subjects: orderSubjects(row, lines),
    // The buyer's story reads in the order in which things happened.
    at: row.orderedAt < at ? row.orderedAt : at,
  }
}

/** Who buys is a customer, where the lifecycle lets them be one. */
export async function makeCustomers(
  tx: Tx,
  actor: Actor,
  at: Date,
  rows: readonly Pick<StoredOrder, 'id' | 'subjectId' | 'state'>[],
): Promise<void> {
  const first = new Map<string, { id: string }>()
  for (const { id, subjectId, state } of rows)
    if (subjectId && state !== 'cancelled' && !first.has(subjectId)) first.set(subjectId, { id })
  await moveLifecycle(
    tx,
    actor,
    at,
    [...first].map(([subjectId, { id }]) => ({
      subjectId,
      to: 'customer' as const,
      by: 'rule' as const,
      reason: 'order',
      evidence: { orderId: id },
    })),
  )
}

async function updateOrders(tx: Tx, workspaceId: string, at: Date, rows: readonly StoredOrder[]): Promise<void> {
  if (rows.length === 0) return
  await sql`update sales_order o set number = r.number, subject_id = r."subjectId", company_id = r."companyId", deal_id = r."dealId",
      state = r.state, ordered_at = r."orderedAt", total_cents = r."totalCents", currency = r.currency, campaign_id = r."campaignId",
      link_code = r."linkCode", note = r.note, source_updated_at = r."sourceUpdatedAt", search = r.search, version = o.version + 1, updated_at = ${at}
    from json_to_recordset(${JSON.stringify(rows)}::json) as r (id uuid, number text, "subjectId" uuid, "companyId" uuid, "dealId" uuid,
      state text, "orderedAt" timestamptz, "totalCents" bigint, currency text, "campaignId" uuid, "linkCode" text, note text,
      "sourceUpdatedAt" timestamptz, search text)
    where o.workspace_id = ${workspaceId} and o.id = r.id`.execute(tx)
}

/** Lines that the source no longer has; one that has come back stays, for its return refers to it. */
async function dropLines(tx: Tx, workspaceId: string, groups: readonly OrderGroup[]): Promise<void> {
  const gone = groups.flatMap(({ before, lines }) => {
    const kept = new Set(lines.map(({ id }) => id))
    return before!.lines.filter(({ id }) => !kept.has(id))
  })
  if (gone.length === 0) return
  await sql`delete from order_line l where l.workspace_id = ${workspaceId}
    and l.order_id = any (${[...new Set(gone.map(({ orderId }) => orderId))]}::uuid[]) and l.id = any (${gone.map(({ id }) => id)}::uuid[])
    and not exists (select 1 from return_line r where r.workspace_id = ${workspaceId} and r.order_id = l.order_id and r.order_line_id = l.id)`.execute(
    tx,
  )
}

async function putLines(tx: Tx, workspaceId: string, lines: readonly StoredLine[]): Promise<void> {
  if (lines.length === 0) return
  await sql`insert into order_line (workspace_id, order_id, id, key, position, product_id, sku, name, quantity, unit_price_cents, total_cents, ordered_at)
    select ${workspaceId}::uuid, r."orderId", r.id, r.key, r.position, r."productId", r.sku, r.name, r.quantity, r."unitPriceCents", r."totalCents", r."orderedAt"
    from json_to_recordset(${JSON.stringify(lines)}::json) as r ("orderId" uuid, id uuid, key text, position integer, "productId" uuid,
      sku text, name text, quantity integer, "unitPriceCents" bigint, "totalCents" bigint, "orderedAt" timestamptz)
    on conflict (workspace_id, order_id, key) do update set position = excluded.position, product_id = excluded.product_id, sku = excluded.sku,
      name = excluded.name, quantity = excluded.quantity, unit_price_cents = excluded.unit_price_cents, total_cents = excluded.total_cents,
      ordered_at = excluded.ordered_at`.execute(tx)
}
