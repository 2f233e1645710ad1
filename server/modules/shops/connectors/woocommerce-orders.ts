import type { OrderState } from '#modules/orders/public.ts'
import { cents, get, instant, integer, list, text } from '../net/json.ts'
import type { One, ShopIssue, ShopOrder, ShopOrderLine, ShopRefund } from './connector.ts'

/** What WooCommerce's words mean here. A refund does not undo a sale: the return stands beside it. */
const states: Record<string, OrderState> = {
  pending: 'placed',
  'on-hold': 'placed',
  processing: 'paid',
  completed: 'delivered',
  refunded: 'delivered',
  cancelled: 'cancelled',
  failed: 'cancelled',
  trash: 'cancelled',
}

/** An order, why it cannot be taken, or null for one that is not placed yet. */
export function readWooOrder(row: unknown): { order: ShopOrder } | ShopIssue | null {
  const status = text(row, 'status') ?? ''
  if (status === 'checkout-draft' || status === 'auto-draft') return null
  const externalId = text(row, 'id') ?? ''
  const issue = (rule: string, detail: string | null): ShopIssue => ({
    part: 'orders',
    externalId,
    rule,
    detail: detail ?? '',
  })
  const orderedAt = instant(row, 'date_created_gmt')
  const totalCents = cents(row, 'total')
  const currency = text(row, 'currency')
  if (externalId === '' || orderedAt === null) return issue('date_missing', text(row, 'number'))
  if (totalCents === null || totalCents < 0) return issue('amount_invalid', text(row, 'total'))
  if (currency === null || !/^[A-Z]{3}$/.test(currency)) return issue('currency_missing', currency)
  const lines = list(row, 'line_items').flatMap((line) => readLine(line) ?? [])
  const order: ShopOrder = {
    externalId,
    number: text(row, 'number') ?? externalId,
    // A state of a plug-in says at least that it was placed.
    state: states[status] ?? 'placed',
    orderedAt,
    updatedAt: instant(row, 'date_modified_gmt'),
    currency,
    totalCents,
    buyer: {
      email: text(row, 'billing', 'email'),
      phone: text(row, 'billing', 'phone'),
      fullName:
        [text(row, 'billing', 'first_name'), text(row, 'billing', 'last_name')].filter(Boolean).join(' ') || null,
      companyName: text(row, 'billing', 'company'),
      city: text(row, 'billing', 'city'),
      region: text(row, 'billing', 'state'),
      country: text(row, 'billing', 'country'),
      language: null,
    },
    lines,
    utm: utmOf(row),
    refunds: [],
  }
  return { order }
}

function readLine(line: unknown): ShopOrderLine | null {
  const quantity = integer(line, 'quantity')
  const net = cents(line, 'total')
  if (quantity === null || quantity < 1 || net === null) return null
  const totalCents = Math.max(0, net + (cents(line, 'total_tax') ?? 0))
  return {
    key: text(line, 'id') ?? '',
    sku: text(line, 'sku'),
    name: text(line, 'name'),
    quantity,
    unitPriceCents: Math.round(totalCents / quantity),
    totalCents,
  }
}

/** WooCommerce's own order attribution (since 8.5). */
function utmOf(row: unknown): Record<string, string> {
  return Object.fromEntries(
    list(row, 'meta_data').flatMap((meta) => {
      const name = text(meta, 'key')?.match(/^_wc_order_attribution_utm_(\w+)$/)?.[1]
      const value = text(meta, 'value')
      return name && value ? [[name, value.slice(0, 200)]] : []
    }),
  )
}

export function wooRefunds(orderExternalId: string, json: unknown): One<ShopRefund> {
  const items: ShopRefund[] = []
  const issues: ShopIssue[] = []
  for (const row of Array.isArray(json) ? json : []) {
    const externalId = text(row, 'id') ?? ''
    const amountCents = cents(row, 'amount')
    const returnedAt = instant(row, 'date_created_gmt')
    if (externalId === '' || amountCents === null || amountCents < 0 || returnedAt === null) {
      issues.push({ part: 'returns', externalId, rule: 'amount_invalid', detail: text(row, 'amount') ?? '' })
      continue
    }
    const lines = list(row, 'line_items').flatMap((line) => {
      const quantity = Math.abs(integer(line, 'quantity') ?? 0)
      const lineKey = list(line, 'meta_data').flatMap((meta) =>
        get(meta, 'key') === '_refunded_item_id' ? (text(meta, 'value') ?? []) : [],
      )[0]
      const amount = Math.abs((cents(line, 'total') ?? 0) + (cents(line, 'total_tax') ?? 0))
      return quantity > 0 && lineKey ? [{ lineKey, quantity, amountCents: amount }] : []
    })
    items.push({ externalId, orderExternalId, returnedAt, amountCents, note: text(row, 'reason'), lines })
  }
  return { items, issues }
}
