import { wallToMs } from '#kernel/calendar/zone.ts'
import type { OrderState } from '#modules/orders/public.ts'
import type { Client } from '../net/client.ts'
import { cents, instant, integer, list, text } from '../net/json.ts'
import type { One, ShopIssue, Shopkeeper, ShopOrder, ShopOrderLine, ShopRefund } from './connector.ts'
import { askPresta } from './prestashop-api.ts'

/** Orders with their customers, currencies and states, each asked for once a page. */
export async function prestaOrders(
  client: Client,
  shop: Shopkeeper,
  rows: readonly unknown[],
): Promise<One<ShopOrder>> {
  if (rows.length === 0) return { items: [], issues: [] }
  const [customers, currencies, states] = [
    await byId(client, shop, 'customers', rows, 'id_customer'),
    await byId(client, shop, 'currencies', rows, 'id_currency'),
    await byId(client, shop, 'order_states', rows, 'current_state'),
  ]
  const items: ShopOrder[] = []
  const issues: ShopIssue[] = []
  for (const row of rows) {
    const found = readOrder(row, client.zone, {
      customer: customers.get(text(row, 'id_customer') ?? ''),
      currency: text(currencies.get(text(row, 'id_currency') ?? ''), 'iso_code'),
      state: stateOf(states.get(text(row, 'current_state') ?? '')),
    })
    if ('rule' in found) issues.push(found)
    else items.push(found)
  }
  return { items, issues }
}

async function byId(
  client: Client,
  shop: Shopkeeper,
  resource: string,
  rows: readonly unknown[],
  field: string,
): Promise<Map<string, unknown>> {
  const ids = [...new Set(rows.flatMap((row) => text(row, field) ?? []))].filter((id) => id !== '0')
  if (ids.length === 0) return new Map()
  const { json } = await askPresta(client, shop, resource, {
    display: 'full',
    language: '1',
    'filter[id]': `[${ids.join('|')}]`,
  })
  return new Map(list(json, resource).map((one) => [text(one, 'id') ?? '', one]))
}

const delivered = '5'
const cancelled = new Set(['6', '8'])

/** Merchants add states of their own: flags say what they mean, the numbers only of those that come with the program. */
function stateOf(state: unknown): OrderState {
  const id = text(state, 'id') ?? ''
  const template = text(state, 'template') ?? text(state, 'template', 0, 'value') ?? ''
  if (cancelled.has(id) || template === 'order_canceled' || template === 'payment_error') return 'cancelled'
  if (id === delivered) return 'delivered'
  if (text(state, 'shipped') === '1') return 'shipped'
  return text(state, 'paid') === '1' ? 'paid' : 'placed'
}

/** "2026-11-20 10:15:00" on the shop's wall. */
function wallTime(zone: string, row: unknown, field: string): Date | null {
  const wall = instant(row, field)
  return wall && new Date(wallToMs(zone, wall.getTime(), 'earliest'))
}

type Context = { customer: unknown; currency: string | null; state: OrderState }

function readOrder(row: unknown, zone: string, { customer, currency, state }: Context): ShopOrder | ShopIssue {
  const externalId = text(row, 'id') ?? ''
  const issue = (rule: string, detail: string | null): ShopIssue => ({
    part: 'orders',
    externalId,
    rule,
    detail: detail ?? '',
  })
  const orderedAt = wallTime(zone, row, 'date_add')
  const totalCents = cents(row, 'total_paid_tax_incl') ?? cents(row, 'total_paid')
  if (externalId === '' || orderedAt === null) return issue('date_missing', text(row, 'reference'))
  if (totalCents === null || totalCents < 0) return issue('amount_invalid', text(row, 'total_paid'))
  if (currency === null || !/^[A-Z]{3}$/.test(currency)) return issue('currency_missing', text(row, 'id_currency'))
  return {
    externalId,
    number: text(row, 'reference') ?? externalId,
    state,
    orderedAt,
    updatedAt: wallTime(zone, row, 'date_upd'),
    currency,
    totalCents,
    buyer: {
      email: text(customer, 'email'),
      phone: null,
      fullName: [text(customer, 'firstname'), text(customer, 'lastname')].filter(Boolean).join(' ') || null,
      companyName: text(customer, 'company'),
      city: null,
      region: null,
      country: null,
      language: null,
    },
    lines: list(row, 'associations', 'order_rows').flatMap((line) => readLine(line) ?? []),
    utm: {},
    refunds: [],
  }
}

function readLine(line: unknown): ShopOrderLine | null {
  const quantity = integer(line, 'product_quantity')
  const unitPriceCents = cents(line, 'unit_price_tax_incl') ?? cents(line, 'product_price')
  if (quantity === null || quantity < 1 || unitPriceCents === null || unitPriceCents < 0) return null
  return {
    key: text(line, 'id') ?? '',
    sku: text(line, 'product_reference'),
    name: text(line, 'product_name'),
    quantity,
    unitPriceCents,
    totalCents: quantity * unitPriceCents,
  }
}

/** Credit slips: what was given back, with the order's lines it is for. */
export function prestaSlips(rows: readonly unknown[], zone: string): One<ShopRefund> {
  const items: ShopRefund[] = []
  const issues: ShopIssue[] = []
  for (const row of rows) {
    const externalId = text(row, 'id') ?? ''
    const orderExternalId = text(row, 'id_order')
    const returnedAt = wallTime(zone, row, 'date_add')
    const products = cents(row, 'total_products_tax_incl')
    const amountCents =
      products === null ? cents(row, 'amount') : products + (cents(row, 'total_shipping_tax_incl') ?? 0)
    if (orderExternalId === null || returnedAt === null || amountCents === null || amountCents < 0) {
      issues.push({ part: 'returns', externalId, rule: 'amount_invalid', detail: text(row, 'amount') ?? '' })
      continue
    }
    const lines = list(row, 'associations', 'order_slip_details').flatMap((line) => {
      const quantity = integer(line, 'product_quantity') ?? 0
      const lineKey = text(line, 'id_order_detail')
      return quantity > 0 && lineKey
        ? [{ lineKey, quantity, amountCents: Math.max(0, cents(line, 'amount_tax_incl') ?? 0) }]
        : []
    })
    items.push({ externalId, orderExternalId, returnedAt, amountCents, note: null, lines })
  }
  return { items, issues }
}
