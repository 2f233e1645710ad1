import { sql } from 'kysely'
import { publicFetcher } from '#modules/shops/net/fetch.ts'
import { setTransport } from '#modules/shops/net/transport.ts'
import { startHarness, type TestWorkspace } from '../harness.ts'
import { type FakeShop, startFakeShop } from '../shops/fake-shop.ts'
import { prestaKey, prestaShop, prestaState } from '../shops/prestashop.ts'
import { shopifyShop, shopifyState, shopifyToken } from '../shops/shopify.ts'
import { wooKeys, wooShop, wooState } from '../shops/woocommerce.ts'

export type Shops = Awaited<ReturnType<typeof startShops>>
export type ConnectedShop = { home: TestWorkspace; shop: FakeShop; id: string; webhookUrl: string }

/** A house that reaches shops on this machine, and waits without letting time pass: `waits` in milliseconds. */
export async function startShops() {
  const house = await startHarness()
  const waits: number[] = []
  const open: FakeShop[] = []
  setTransport({
    fetch: publicFetcher({ isAllowed: () => true }),
    sleep: async (milliseconds) => void waits.push(milliseconds),
    allowsHttp: true,
  })
  const fake = async (answer: Parameters<typeof startFakeShop>[0]) => {
    const shop = await startFakeShop(answer)
    open.push(shop)
    return shop
  }
  async function connect(kind: string, shop: FakeShop, credentials: object, path = ''): Promise<ConnectedShop> {
    const home = await house.workspace()
    const body = { kind, name: 'Tienda', url: `${shop.url}${path}` }
    const answer = await home.send('POST /shops', {
      body: { ...body, credentials: { ...credentials, webhookSecret: 'whsec' } },
    })
    if (answer.status !== 201) throw new Error(answer.text)
    return { home, shop, id: answer.body.id, webhookUrl: answer.body.webhookUrl }
  }
  return {
    house,
    waits,
    fake,
    woo: async (state = wooState()) => connect('woocommerce', await fake(wooShop(state)), wooKeys),
    presta: async (state = prestaState()) =>
      connect('prestashop', await fake(prestaShop(state)), { webserviceKey: prestaKey }, '/tienda'),
    shopify: async (state = shopifyState()) =>
      connect('shopify', await fake(shopifyShop(state)), { accessToken: shopifyToken }),
    /** Runs the shop and answers the run. */
    async sync({ home, id }: ConnectedShop, body: object = {}) {
      const started = await home.send(`POST /shops/${id}/sync`, { body })
      if (started.status !== 202) throw new Error(started.text)
      await house.drain()
      return (await home.send(`GET /shops/${id}/runs`)).body.items[0]
    },
    orders: async ({ home }: ConnectedShop) => (await home.send('GET /orders?sort=orderedAt')).body.items,
    /** SKU, units on hand and price in cents of every product, by SKU. */
    async stock({ home }: ConnectedShop) {
      const { rows } = await sql<{ sku: string; onHand: number | null; cents: number | null }>`select p.sku, s.on_hand,
          (select amount_cents from price x where x.workspace_id = p.workspace_id and x.product_id = p.id limit 1) as cents
        from product p left join stock s on s.workspace_id = p.workspace_id and s.product_id = p.id
        where p.workspace_id = ${home.workspaceId} order by p.sku`.execute(house.services.db)
      return rows.map(({ sku, onHand, cents }) => [sku, onHand, cents])
    },
    /** After each test. */
    async closeShops() {
      waits.length = 0
      for (const shop of open.splice(0)) await shop.close()
    },
    async close() {
      setTransport(null)
      await house.close()
    },
  }
}
