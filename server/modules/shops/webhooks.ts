import { sql } from 'kysely'
import Type from 'typebox'
import { Id } from '#contract/kit.ts'
import { systemActor } from '#kernel/events.ts'
import type { Ctx } from '#kernel/http.ts'
import { defineJob, enqueue } from '#kernel/jobs.ts'
import { Problem } from '#kernel/problem.ts'
import { applyOrders } from './apply-orders.ts'
import { applyProducts } from './apply-products.ts'
import { connectors } from './connectors/kinds.ts'
import { openShop } from './open-shop.ts'
import { aboutOf, credentialsOf, selectShops } from './select-shops.ts'
import { retried } from './sync.ts'

/**
 * What a shop tells by itself. The message only says what to look at: the record is then read from the shop as it stands, so that
 * messages that come twice, late or in the wrong order do no harm. Unsigned ones, and those of no connection, are refused alike.
 */
export async function receiveWebhook(
  ctx: Ctx,
  { workspaceId, shopId }: { workspaceId: string; shopId: string },
): Promise<{ taken: boolean }> {
  const { request, db } = ctx
  const [shop] = await selectShops(db, workspaceId, sql`s.id = ${shopId} and s.deleted_at is null`)
  const secret = shop && credentialsOf(ctx, workspaceId, shop).webhookSecret
  const headers = Object.fromEntries(Object.entries(request.headers).map(([name, value]) => [name, value?.toString()]))
  const news =
    shop &&
    connectors[shop.kind].webhook?.(
      { headers, raw: request.rawBody ?? Buffer.alloc(0), body: request.body },
      secret ?? '',
    )
  if (!shop || !news) throw new Problem('signature_wrong')
  const at = ctx.clock.now()
  const { delivery, topic, part, externalId } = news
  const isWanted = shop.active && externalId !== null && part !== null && isTaken(shop.takes, part)
  return ctx.transact(async (tx) => {
    const { rows } =
      await sql`insert into shop_webhook_receipt (workspace_id, shop_id, delivery, topic, external_id, state, received_at)
      values (${workspaceId}, ${shopId}, ${delivery.slice(0, 200)}, ${topic.slice(0, 100)}, ${externalId?.slice(0, 200) ?? null}, ${isWanted ? 'received' : 'ignored'}, ${at})
      on conflict (workspace_id, shop_id, delivery) do nothing returning delivery`.execute(tx)
    const taken = isWanted && rows.length > 0
    if (taken)
      await enqueue(tx, takeWebhook, { workspaceId, shopId, delivery: delivery.slice(0, 200), part, externalId })
    return { taken }
  })
}

const isTaken = (
  takes: { products: boolean; prices: boolean; stock: boolean; orders: boolean },
  part: 'products' | 'orders',
) => (part === 'orders' ? takes.orders : takes.products || takes.prices || takes.stock)

/** Reads the record that a webhook spoke of and writes what it says now. One that is gone from the shop is left as it was. */
export const takeWebhook = defineJob({
  name: 'shops.take_webhook',
  payload: Type.Object({
    workspaceId: Id,
    shopId: Id,
    delivery: Type.String(),
    part: Type.Union([Type.Literal('products'), Type.Literal('orders')]),
    externalId: Type.String(),
  }),
  retry: { limit: 8 },
  pool: 'bulk',
  async run({ workspaceId, shopId, delivery, part, externalId }, services, { signal }) {
    const { db, clock } = services
    const [shop] = await selectShops(db, workspaceId, sql`s.id = ${shopId} and s.deleted_at is null`)
    if (!shop) return
    const keeper = { url: shop.url, credentials: credentialsOf(services, workspaceId, shop) }
    const { connector, client } = await openShop(services, workspaceId, shop.kind, keeper, signal)
    const actor = systemActor(workspaceId)
    const asOf = clock.now()
    const write =
      part === 'orders'
        ? await connector
            .order(client, keeper, externalId)
            .then((read) => (tx: Parameters<typeof applyOrders>[0]) => applyOrders(tx, actor, clock.now(), shop, read))
        : await connector
            .product(client, keeper, externalId, aboutOf(shop))
            .then(
              (read) => (tx: Parameters<typeof applyProducts>[0]) =>
                applyProducts(tx, actor, clock.now(), shop, read, asOf),
            )
    await retried(() =>
      db.transaction().execute(async (tx) => {
        await write(tx)
        await sql`update shop_webhook_receipt set state = 'done', done_at = ${clock.now()}
          where workspace_id = ${workspaceId} and shop_id = ${shopId} and delivery = ${delivery}`.execute(tx)
      }),
    )
  },
})
