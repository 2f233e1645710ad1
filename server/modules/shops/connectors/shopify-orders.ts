import type { OrderState } from '#modules/orders/public.ts'
import { cents, get, instant, integer, list, text } from '../net/json.ts'
import type { ShopIssue, ShopOrder, ShopOrderLine, ShopRefund } from './connector.ts'

/** An order of the REST Admin API with its refunds, or why it cannot be taken. */
export function readShopifyOrder(row: unknown): { order: ShopOrder; issues: ShopIssue[] } | ShopIssue {
  const externalId = text(row, 'id') ?? ''
  const issue = (rule: string, detail: string | null): ShopIssue => ({
    part: 'orders',
    externalId,
    rule,
    detail: detail ?? '',
  })
  const orderedAt = instant(row, 'processed_at') ?? instant(row, 'created_at')
  const totalCents = cents(row, 'total_price')
  const currency = text(row, 'currency')
  if (externalId === '' || orderedAt === null) return issue('date_missing', text(row, 'name'))
  if (totalCents === null || totalCents < 0) return issue('amount_invalid', text(row, 'total_price'))
  if (currency === null || !/^[A-Z]{3}$/.test(currency)) return issue('currency_missing', currency)
  const refunds = list(row, 'refunds').map((refund) => readRefund(externalId, refund))
  const order: ShopOrder = {
    externalId,
    number: text(row, 'name') ?? text(row, 'order_number') ?? externalId,
    state: stateOf(row),
    orderedAt,
    updatedAt: instant(row, 'updated_at'),
    currency,
    totalCents,
    buyer: {
      email: text(row, 'email') ?? text(row, 'customer', 'email'),
      phone: text(row, 'phone') ?? text(row, 'customer', 'phone') ?? text(row, 'billing_address', 'phone'),
      fullName:
        [text(row, 'customer', 'first_name'), text(row, 'customer', 'last_name')].filter(Boolean).join(' ') ||
        text(row, 'billing_address', 'name'),
      companyName: text(row, 'billing_address', 'company'),
      city: text(row, 'billing_address', 'city'),
      region: text(row, 'billing_address', 'province'),
      country: text(row, 'billing_address', 'country_code'),
      language: text(row, 'customer_locale')?.slice(0, 2) ?? null,
    },
    lines: list(row, 'line_items').flatMap((line) => readLine(line, get(row, 'taxes_included') === true) ?? []),
    utm: utmOf(text(row, 'landing_site')),
    refunds: refunds.flatMap((one) => ('rule' in one ? [] : one)),
  }
  return { order, issues: refunds.flatMap((one) => ('rule' in one ? one : [])) }
}

function stateOf(row: unknown): OrderState {
  if (text(row, 'cancelled_at')) return 'cancelled'
  if (text(row, 'fulfillment_status') === 'fulfilled') return 'shipped'
  const paid = text(row, 'financial_status')
  return paid === 'paid' || paid === 'partially_refunded' || paid === 'refunded' ? 'paid' : 'placed'
}

/** Price by quantity less its discounts, and the taxes where the price does not hold them. */
function readLine(line: unknown, isTaxed: boolean): ShopOrderLine | null {
  const quantity = integer(line, 'quantity')
  const price = cents(line, 'price')
  if (quantity === null || quantity < 1 || price === null || price < 0) return null
  const sum = (name: string, field: string) =>
    list(line, name).reduce<number>((total, one) => total + (cents(one, field) ?? 0), 0)
  const discount = sum('discount_allocations', 'amount')
  const tax = isTaxed ? 0 : sum('tax_lines', 'price')
  const variant = text(line, 'variant_title')
  const name = text(line, 'title')
  return {
    key: text(line, 'id') ?? '',
    sku: text(line, 'sku'),
    name: name && variant ? `${name} · ${variant}` : name,
    quantity,
    unitPriceCents: price,
    totalCents: Math.max(0, price * quantity - discount + tax),
  }
}

/** What was paid back by the transactions; where there is none yet, what the lines and adjustments say. */
function readRefund(orderExternalId: string, row: unknown): ShopRefund | ShopIssue {
  const externalId = text(row, 'id') ?? ''
  const returnedAt = instant(row, 'processed_at') ?? instant(row, 'created_at')
  const paid = list(row, 'transactions').filter(
    (one) => text(one, 'kind') === 'refund' && (text(one, 'status') ?? 'success') === 'success',
  )
  const lines = list(row, 'refund_line_items').flatMap((line) => {
    const quantity = integer(line, 'quantity') ?? 0
    const lineKey = text(line, 'line_item_id')
    const amountCents = (cents(line, 'subtotal') ?? 0) + (cents(line, 'total_tax') ?? 0)
    return quantity > 0 && lineKey ? [{ lineKey, quantity, amountCents: Math.max(0, amountCents) }] : []
  })
  const byTransactions = paid.reduce<number>((total, one) => total + (cents(one, 'amount') ?? 0), 0)
  const byLines = lines.reduce((total, line) => total + line.amountCents, 0)
  const amountCents = paid.length > 0 ? byTransactions : byLines
  if (externalId === '' || returnedAt === null || amountCents < 0)
    return { part: 'returns', externalId, rule: 'amount_invalid', detail: String(amountCents) }
  return { externalId, orderExternalId, returnedAt, amountCents, note: text(row, 'note'), lines }
}

/** The campaign of the address by which the buyer came in. */
function utmOf(landingSite: string | null): Record<string, string> {
  if (!landingSite || !URL.canParse(landingSite, 'https://shop.invalid')) return {}
  const { searchParams } = new URL(landingSite, 'https://shop.invalid')
  return Object.fromEntries(
    [...searchParams].flatMap(([name, value]) =>
      name.startsWith('utm_') && value ? [[name.slice('utm_'.length), value.slice(0, 200)]] : [],
    ),
  )
}
