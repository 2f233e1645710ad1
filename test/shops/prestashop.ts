import { type Asked, basic, type Told } from './fake-shop.ts'

/** Shapes of the PrestaShop webservice with output_format=JSON (https://devdocs.prestashop-project.org/9/webservice/). */
export const prestaKey = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ012345'

const product = (id: number, reference: string, more: object = {}) => ({
  ...{ id, id_manufacturer: '1', reference, active: '1', state: '1', price: '23.900000', td_price: 28.919 },
  ...{ date_add: '2026-11-01 10:00:00', date_upd: '2026-11-20 12:00:00', type: 'simple', name: `Producto ${id}` },
  ...{ description: '<p>Largo</p>', description_short: '<p>Corto</p>', link_rewrite: 'producto' },
  associations: { stock_availables: [{ id: String(id * 10), id_product_attribute: '0' }] },
  ...more,
})
const combination = (id: number, productId: number, reference: string, price: string) => ({
  ...{ id, id_product: String(productId), reference, price, quantity: 0, minimal_quantity: '1' },
})
const slip = {
  ...{ id: 4, id_customer: '2', id_order: '5', conversion_rate: '1.000000', amount: '28.920000', partial: '1' },
  ...{ total_products_tax_excl: '23.900000', total_products_tax_incl: '28.920000' },
  ...{ total_shipping_tax_excl: '0.000000', total_shipping_tax_incl: '0.000000' },
  ...{ date_add: '2026-11-21 09:00:00', date_upd: '2026-11-21 09:00:00' },
  associations: {
    order_slip_details: [
      {
        id: '4',
        id_order_detail: '11',
        product_quantity: '1',
        amount_tax_excl: '23.900000',
        amount_tax_incl: '28.920000',
      },
    ],
  },
}
export const prestaOrder = (id: number, more: object = {}) => ({
  ...{ id, id_cart: String(id), id_currency: '1', id_customer: '2', current_state: '4', module: 'ps_wirepayment' },
  ...{ date_add: '2026-11-20 18:28:02', date_upd: '2026-11-20 18:30:00', valid: '1', reference: `XKBKN${id}` },
  ...{ total_paid: '61.800000', total_paid_tax_incl: '61.800000', total_paid_tax_excl: '51.070000' },
  ...{ total_products: '47.800000', total_products_wt: '57.840000', total_shipping: '3.960000' },
  associations: {
    order_rows: [
      {
        ...{ id: '11', product_id: '1', product_attribute_id: '0', product_quantity: '2', product_name: 'Producto 1' },
        ...{ product_reference: 'demo_1', product_price: '23.900000' },
        ...{ unit_price_tax_incl: '28.920000', unit_price_tax_excl: '23.900000' },
      },
    ],
  },
  ...more,
})

export type PrestaState = { lists: Record<string, { id: number }[]>; denied: string[] }
export const prestaState = (): PrestaState => ({
  denied: [],
  lists: {
    products: [
      product(1, 'demo_1'),
      product(2, 'demo_2', { associations: { combinations: [{ id: '21' }, { id: '22' }] } }),
      product(3, ''),
    ],
    combinations: [combination(21, 2, 'demo_2_S', '0.000000'), combination(22, 2, 'demo_2_L', '5.000000')],
    stock_availables: [
      { id: 10, id_product: '1', id_product_attribute: '0', quantity: '300' },
      { id: 20, id_product: '2', id_product_attribute: '21', quantity: '7' },
      { id: 21, id_product: '2', id_product_attribute: '22', quantity: '-1' },
    ] as never,
    orders: [
      prestaOrder(5),
      prestaOrder(6, { current_state: '6' }),
      prestaOrder(7, { current_state: '12', id_customer: '3' }),
    ],
    order_slip: [slip],
    customers: [
      { id: 2, email: 'john@example.com', firstname: 'John', lastname: 'Doe', company: 'Sol' },
      { id: 3, email: 'eva@example.com', firstname: 'Eva', lastname: 'Gil', company: '' },
    ] as never,
    currencies: [{ id: 1, iso_code: 'EUR', name: 'Euro' }] as never,
    order_states: [
      { id: 4, name: 'Enviado', paid: '1', shipped: '1', delivery: '1', template: 'shipped' },
      { id: 6, name: 'Cancelado', paid: '0', shipped: '0', template: 'order_canceled' },
      { id: 12, name: 'Pago recibido en tienda', paid: '1', shipped: '0', template: '' },
    ] as never,
  },
})

const refused = (status: number, code: number, message: string): Told => ({
  status,
  json: { errors: [{ code, message }] },
})

export function prestaShop(state: PrestaState) {
  return ({ path, query, headers }: Asked): Told => {
    if (!path.startsWith('/tienda/api/')) return { status: 404, text: '<html>404</html>' }
    // The key is looked at before the format: this error is XML whatever was asked for.
    if (headers.authorization !== basic(prestaKey, ''))
      return {
        status: 401,
        text: '<?xml version="1.0"?><prestashop><errors><error><code><![CDATA[19]]></code><message><![CDATA[Authentication key does not exist]]></message></error></errors></prestashop>',
      }
    const resource = path.split('/').at(-1) ?? ''
    if (state.denied.includes(resource))
      return refused(401, 26, `Resource of type "${resource}" is not allowed with this authentication key`)
    const rows = state.lists[resource]
    if (!rows) return refused(400, 33, `Resource of type "${resource}" does not exists.`)
    const found = rows.filter((row) => fits(row, query, 'id') && fits(row, query, 'id_product'))
    const [from, count] = (query.get('limit') ?? '0,100000').split(',').map(Number) as [number, number | undefined]
    const shown = count === undefined ? found.slice(0, from) : found.slice(from, from + count)
    const name = resource === 'order_slip' ? 'order_slips' : resource
    return { json: shown.length === 0 ? [] : { [name]: shown } }
  }
}

function fits(row: object, query: URLSearchParams, field: string): boolean {
  const wanted = query.get(`filter[${field}]`)?.slice(1, -1).split('|')
  return !wanted || wanted.includes(String((row as Record<string, unknown>)[field]))
}
