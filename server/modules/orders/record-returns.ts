import { sql } from 'kysely'
import type { returnReasons } from '#contract/orders.ts'
import type { Tx } from '#kernel/db.ts'
import { type Actor, recordMany } from '#kernel/events.ts'
import { newId } from '#kernel/id.ts'
import { returnFacts, returnSubjects } from './facts.ts'
import type { OrderSource } from './order-types.ts'
import { shareOf } from './rules/share.ts'
import { keyOf } from './stored-orders.ts'
import { knownReturns, lockOrders, type OrderLineOfReturn, type OrderOfReturn } from './stored-returns.ts'

export type ReturnReason = (typeof returnReasons)[number]
export type ReturnLineInput = {
  /** Which line of the order: by its id, the source's id of it, or its SKU. */
  orderLineId?: string | null
  lineKey?: string | null
  sku?: string | null
  quantity: number
  reason: ReturnReason
  attributeKey?: string | null
  claimId?: string | null
  note?: string | null
  /** Missing: the part of the line's total that the quantity is. */
  amountCents?: number | null
}
export type ReturnInput = {
  source: OrderSource
  shopId?: string | null
  /** With `source` and `shopId` says which return is meant. Missing: always a new one. */
  externalId?: string | null
  /** Which order: by its id, or by the source's id of it. */
  orderId?: string | null
  orderExternalId?: string | null
  returnedAt: Date
  /** Missing: the sum of the lines. */
  refundCents?: number | null
  note?: string | null
  /** None: money only. */
  lines: readonly ReturnLineInput[]
}
export type ReturnRefusal = {
  rule: 'unknown_order' | 'unknown_line' | 'more_than_ordered'
  line: number | null
  left: number
}
export type RecordedReturn = { returnId: string | null; created: boolean; refused: ReturnRefusal | null }

type Line = {
  returnId: string
  id: string
  orderId: string
  orderLineId: string
  productId: string | null
  quantity: number
  reason: ReturnReason
  attributeKey: string | null
  claimId: string | null
  note: string | null
  amountCents: number
  returnedAt: Date
}
type Row = {
  id: string
  orderId: string
  number: string
  source: OrderSource
  shopId: string | null
  externalId: string | null
  subjectId: string | null
  returnedAt: Date
  refundCents: number
  currency: string
  note: string | null
  lines: Line[]
}

/**
 * Puts returns into the database, thousands in a constant number of statements; answers in the order given. Idempotent by
 * source, shop and external id: one that is known stays as people have mended it. Never more units than were ordered: such a
 * return, or one of an order or line that is not known, is refused and the others stand. Records return.recorded at the time of
 * the return.
 */
export async function recordReturns(
  tx: Tx,
  actor: Actor,
  at: Date,
  returns: readonly ReturnInput[],
): Promise<RecordedReturn[]> {
  if (returns.length === 0) return []
  const { workspaceId } = actor
  const orders = await lockOrders(tx, workspaceId, returns)
  const known = await knownReturns(tx, workspaceId, returns)
  const rows: Row[] = []
  const answers = returns.map((input): RecordedReturn => {
    const key = input.externalId ? keyOf(input.source, input.shopId, input.externalId) : null
    const there = key === null ? undefined : known.get(key)
    if (there) return { returnId: there, created: false, refused: null }
    const read = readReturn(orders(input), input)
    if ('rule' in read) return { returnId: null, created: false, refused: read }
    if (key !== null) known.set(key, read.id)
    rows.push(read)
    return { returnId: read.id, created: true, refused: null }
  })
  await insertReturns(tx, workspaceId, at, rows)
  await recordMany(
    tx,
    actor,
    at,
    rows.map((row) => ({
      name: 'return.recorded' as const,
      data: {
        ...returnFacts(row),
        refundCents: row.refundCents,
        currency: row.currency,
        lines: row.lines.map(({ productId, quantity, reason, attributeKey, claimId }) => ({
          ...{ productId, quantity, reason, attributeKey, claimId },
        })),
      },
      subjects: returnSubjects(row, row.lines),
      at: row.returnedAt < at ? row.returnedAt : at,
    })),
  )
  return answers
}

function readReturn(order: OrderOfReturn | undefined, input: ReturnInput): Row | ReturnRefusal {
  if (!order) return { rule: 'unknown_order', line: null, left: 0 }
  const id = newId()
  const taken = new Map<OrderLineOfReturn, number>()
  const lines: Line[] = []
  for (const [index, line] of input.lines.entries()) {
    const of = lineOf(order, line)
    if (!of) return { rule: 'unknown_line', line: index, left: 0 }
    const before = of.returned + (taken.get(of) ?? 0)
    if (before + line.quantity > of.quantity)
      return { rule: 'more_than_ordered', line: index, left: of.quantity - before }
    taken.set(of, (taken.get(of) ?? 0) + line.quantity)
    lines.push({
      returnId: id,
      id: newId(),
      orderId: order.id,
      orderLineId: of.id,
      productId: of.productId,
      quantity: line.quantity,
      reason: line.reason,
      attributeKey: line.attributeKey ?? null,
      claimId: line.claimId ?? null,
      note: line.note ?? null,
      amountCents: line.amountCents ?? shareOf(of.totalCents, of.quantity, before, line.quantity),
      returnedAt: input.returnedAt,
    })
  }
  // Another return of this batch finds these units gone.
  for (const [of, quantity] of taken) of.returned += quantity
  return {
    id,
    orderId: order.id,
    number: order.number,
    source: input.source,
    shopId: input.shopId ?? null,
    externalId: input.externalId ?? null,
    subjectId: order.subjectId,
    returnedAt: input.returnedAt,
    refundCents: input.refundCents ?? lines.reduce((sum, { amountCents }) => sum + amountCents, 0),
    currency: order.currency,
    note: input.note ?? null,
    lines,
  }
}

const lineOf = ({ lines }: OrderOfReturn, { orderLineId, lineKey, sku }: ReturnLineInput) =>
  lines.find((line) => (orderLineId ? line.id === orderLineId : lineKey ? line.key === lineKey : line.sku === sku))

async function insertReturns(tx: Tx, workspaceId: string, at: Date, rows: readonly Row[]): Promise<void> {
  if (rows.length === 0) return
  await sql`insert into order_return (workspace_id, id, order_id, source, shop_id, external_id, subject_id, returned_at, refund_cents, currency, note, created_at, updated_at)
    select ${workspaceId}::uuid, r.id, r."orderId", r.source, r."shopId", r."externalId", r."subjectId", r."returnedAt", r."refundCents", r.currency,
      r.note, ${at}::timestamptz, ${at}::timestamptz
    from json_to_recordset(${JSON.stringify(rows)}::json) as r (id uuid, "orderId" uuid, source text, "shopId" uuid, "externalId" text,
      "subjectId" uuid, "returnedAt" timestamptz, "refundCents" bigint, currency text, note text)`.execute(tx)
  const lines = rows.flatMap((row) => row.lines)
  if (lines.length === 0) return
  await sql`insert into return_line (workspace_id, return_id, id, order_id, order_line_id, product_id, quantity, reason, attribute_key, claim_id, note, amount_cents, returned_at)
    select ${workspaceId}::uuid, r."returnId", r.id, r."orderId", r."orderLineId", r."productId", r.quantity, r.reason, r."attributeKey", r."claimId",
      r.note, r."amountCents", r."returnedAt"
    from json_to_recordset(${JSON.stringify(lines)}::json) as r ("returnId" uuid, id uuid, "orderId" uuid, "orderLineId" uuid, "productId" uuid,
      quantity integer, reason text, "attributeKey" text, "claimId" uuid, note text, "amountCents" bigint, "returnedAt" timestamptz)`.execute(
    tx,
  )
}
