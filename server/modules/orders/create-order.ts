import { sql } from 'kysely'
import type { OrderRecord, ordersRoutes } from '#contract/orders.ts'
import { sameJson } from '#kernel/changes.ts'
import type { Tx } from '#kernel/db.ts'
import type { Ctx, Handlers } from '#kernel/http.ts'
import { invalid, Problem } from '#kernel/problem.ts'
import { normaliseEmail, normalisePhone, type PersonInput } from '#modules/contacts/public.ts'
import { findProducts } from '#modules/products/public.ts'
import { campaignOfLink, requireInLines, requireLinks } from './links.ts'
import { takeFromStock } from './move-units.ts'
import type { OrderInput, RecordedOrder } from './order-types.ts'
import { recordOrders } from './record-orders.ts'
import { readOrder } from './select-orders.ts'

type Given = Parameters<Handlers<typeof ordersRoutes>['POST /orders']>[1]['body']
export type GivenLine = Given['lines'][number]

/**
 * An order that a person or a program tells of. Told again by its external id it is answered as it stands; 409
 * `external_id_reused` when it is told otherwise: what was sold is not rewritten unseen.
 */
export const createOrder = (ctx: Ctx, given: Given): Promise<OrderRecord> =>
  ctx.transact(async (tx) => {
    const { actor } = ctx
    const { workspaceId } = actor
    const at = ctx.clock.now()
    await requireLinks(tx, workspaceId, given)
    const orderedAt = given.orderedAt ? timeOf(at, given.orderedAt, '/orderedAt') : null
    const buyer = given.contactId
      ? null
      : buyerOf(given.buyer, orderedAt ?? at, actor.kind === 'api_key' ? 'api' : 'manual')
    const { contactId, lines, currency, moveStock: moves, buyer: _, orderedAt: __, ...rest } = given
    const input: OrderInput = {
      ...rest,
      ...(rest.linkCode && { campaignId: await campaignOfLink(tx, workspaceId, { ...rest, linkCode: rest.linkCode }) }),
      source: actor.kind === 'api_key' ? 'api' : 'manual',
      subjectId: contactId ?? null,
      buyer,
      orderedAt,
      currency: currency ?? (await currencyOf(tx, workspaceId)),
      lines: await readLines(tx, workspaceId, lines),
    }
    const [recorded] = await recordOrders(tx, actor, at, [input])
    if (!recorded!.created && (await isDeleted(tx, workspaceId, recorded!.orderId))) throw new Problem('conflict')
    refuseOther(given, recorded!)
    if (moves && recorded!.created) await takeFromStock(tx, actor, at, recorded!.orderId)
    return readOrder(tx, workspaceId, recorded!.orderId)
  })

/** What the order was linked to by itself, as its buyer's company, is no other order. */
function refuseOther(given: Given, { created, orderId, changes }: RecordedOrder): void {
  if (created) return
  const { companyId, lines, ...rest } = changes
  const differing = Object.keys({
    ...rest,
    ...(given.companyId && companyId && { companyId }),
    ...(lines && !sameJson(lines[0], lines[1]) && { lines }),
  })
  if (differing.length === 0) return
  const pointerOf = (field: string) =>
    field === 'subjectId' ? (given.contactId ? '/contactId' : '/buyer') : `/${field}`
  throw new Problem(
    'external_id_reused',
    { orderId },
    differing.map((field) => ({ pointer: pointerOf(field), rule: 'differs_from_recorded' })),
  )
}

async function isDeleted(tx: Tx, workspaceId: string, id: string): Promise<boolean> {
  const { rows } = await sql`select 1 from sales_order
    where workspace_id = ${workspaceId} and id = ${id} and deleted_at is not null`.execute(tx)
  return rows.length > 0
}

/** Now, or a time before it. */
export function timeOf(at: Date, given: string | undefined, pointer: string): Date {
  const time = given ? new Date(given) : at
  if (time > at) throw invalid(pointer, 'in_future')
  return time
}

/** Lines with their products' names. 422 for a line of nothing, or of a product that is not there. */
export async function readLines(
  tx: Tx,
  workspaceId: string,
  lines: readonly GivenLine[],
): Promise<OrderInput['lines']> {
  const nameless = lines.findIndex(({ productId, sku, name }) => !productId && !sku?.trim() && !name?.trim())
  if (nameless !== -1) throw invalid(`/lines/${nameless}/sku`, 'required')
  const tooMuch = lines.findIndex(({ quantity, unitPriceCents }) => quantity * unitPriceCents > mostCents)
  if (tooMuch !== -1) throw invalid(`/lines/${tooMuch}/unitPriceCents`, 'maximum', { limit: mostCents })
  await requireInLines(
    tx,
    workspaceId,
    'product',
    lines.map(({ productId }) => productId),
  )
  const products = await findProducts(
    tx,
    workspaceId,
    lines.flatMap(({ productId }) => productId ?? []),
  )
  return lines.map((line) => {
    const product = line.productId ? products.get(line.productId) : undefined
    return { ...line, sku: line.sku?.trim() || product?.sku || null, name: line.name?.trim() || product?.name || null }
  })
}
const mostCents = 9_000_000_000_000

export async function currencyOf(tx: Tx, workspaceId: string): Promise<string> {
  const { rows } = await sql<{ currency: string }>`select currency from workspace where id = ${workspaceId}`.execute(tx)
  return rows[0]!.currency
}

function buyerOf(buyer: Given['buyer'], orderedAt: Date, origin: 'api' | 'manual'): PersonInput | null {
  if (!buyer) return null
  if (buyer.email && !normaliseEmail(buyer.email)) throw invalid('/buyer/email', 'format_email')
  if (buyer.phone && !normalisePhone(buyer.phone)) throw invalid('/buyer/phone', 'phone')
  if (!buyer.email && !buyer.phone)
    throw new Problem('unprocessable', {}, [{ pointer: '/buyer/email', rule: 'identity_required' }])
  const { email, phone, ...attributes } = buyer
  return {
    email: email ?? null,
    phone: phone ?? null,
    attributes,
    origin,
    source: null,
    seenAt: orderedAt,
    overwrite: false,
  }
}
