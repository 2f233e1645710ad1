import { type RawBuilder, sql } from 'kysely'
import type { Return, ReturnRecord } from '#contract/orders.ts'
import type { Db, Tx } from '#kernel/db.ts'
import { Problem } from '#kernel/problem.ts'
import type { OrderSource } from './order-types.ts'
import type { ReturnReason } from './record-returns.ts'

export type ReturnRow = {
  id: string
  orderId: string
  orderNumber: string
  source: OrderSource
  subjectId: string | null
  contactName: string | null
  returnedAt: Date
  refundCents: number
  currency: string
  note: string | null
  units: number
  reasons: ReturnReason[]
  products: string[]
  version: number
  createdAt: Date
}

/** Returns as they are answered; the caller adds its own `where`, on `r` (and `o`, the order). */
export const selectReturns = (workspaceId: string, where: RawBuilder<unknown>) =>
  sql<ReturnRow>`select r.id, r.order_id, o.number as order_number, r.source, r.subject_id, coalesce(nullif(c.full_name, ''), c.email) as contact_name,
      r.returned_at, r.refund_cents, r.currency, r.note, r.version, r.created_at, x.units, x.reasons, x.products
    from order_return r
    join sales_order o on o.workspace_id = r.workspace_id and o.workspace_id = ${workspaceId} and o.id = r.order_id
    left join contact c on c.workspace_id = r.workspace_id and c.workspace_id = ${workspaceId} and c.subject_id = r.subject_id
    left join lateral (select coalesce(sum(rl.quantity), 0)::integer as units,
        coalesce(array_agg(distinct rl.reason), '{}') as reasons,
        coalesce(array_agg(distinct coalesce(nullif(l.name, ''), p.name, l.sku)), '{}') as products
      from return_line rl
      join order_line l on l.workspace_id = rl.workspace_id and l.order_id = rl.order_id and l.id = rl.order_line_id
      left join product p on p.workspace_id = l.workspace_id and p.id = l.product_id
      where rl.workspace_id = ${workspaceId} and rl.return_id = r.id) x on true
    where r.workspace_id = ${workspaceId} and ${where}`

export function toReturn(row: ReturnRow): Return {
  const { subjectId, refundCents, currency, returnedAt, createdAt, ...rest } = row
  return {
    ...rest,
    contactId: subjectId,
    refund: { amountCents: refundCents, currency },
    returnedAt: returnedAt.toISOString(),
    createdAt: createdAt.toISOString(),
  }
}

/** A return with its lines. Throws 404 on one that is not there, deleted, or another workspace's. */
export async function readReturn(db: Db | Tx, workspaceId: string, id: string): Promise<ReturnRecord> {
  const { rows } = await selectReturns(workspaceId, sql`r.id = ${id} and r.deleted_at is null`).execute(db)
  const found = await withLines(db, workspaceId, rows)
  if (!found[0]) throw new Problem('not_found')
  return found[0]
}

export async function returnsOfOrder(db: Db | Tx, workspaceId: string, orderId: string): Promise<ReturnRecord[]> {
  const { rows } = await selectReturns(
    workspaceId,
    sql`r.order_id = ${orderId} and r.deleted_at is null order by r.returned_at, r.id`,
  ).execute(db)
  return withLines(db, workspaceId, rows)
}

type LineRow = Omit<ReturnRecord['lines'][number], 'amount'> & { returnId: string; amountCents: number }

async function withLines(db: Db | Tx, workspaceId: string, returns: readonly ReturnRow[]): Promise<ReturnRecord[]> {
  if (returns.length === 0) return []
  const { rows } =
    await sql<LineRow>`select rl.return_id, rl.id, rl.order_line_id, rl.product_id, l.sku, coalesce(nullif(l.name, ''), p.name, l.sku) as name, rl.quantity,
      rl.reason, rl.attribute_key, rl.claim_id, rl.note, rl.amount_cents
    from return_line rl
    join order_line l on l.workspace_id = rl.workspace_id and l.workspace_id = ${workspaceId} and l.order_id = rl.order_id and l.id = rl.order_line_id
    left join product p on p.workspace_id = l.workspace_id and p.workspace_id = ${workspaceId} and p.id = l.product_id
    where rl.workspace_id = ${workspaceId} and rl.return_id = any (${returns.map(({ id }) => id)}::uuid[])
    order by l.position, rl.id`.execute(db)
  const lines = Map.groupBy(rows, ({ returnId }) => returnId)
  return returns.map((row) => ({
    ...toReturn(row),
    lines: (lines.get(row.id) ?? []).map(({ returnId: _, amountCents, ...line }) => ({
      ...line,
      amount: { amountCents, currency: row.currency },
    })),
  }))
}
