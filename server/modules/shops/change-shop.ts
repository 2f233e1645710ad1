import { sql } from 'kysely'
import type { Shop, shopsRoutes } from '#contract/shops.ts'
import { changesOf, sameJson } from '#kernel/changes.ts'
import type { Tx } from '#kernel/db.ts'
import { record } from '#kernel/events.ts'
import { type Ctx, type Handlers, requireVersion } from '#kernel/http.ts'
import { newId } from '#kernel/id.ts'
import { filled, Problem } from '#kernel/problem.ts'
import { defaultListKey } from '#modules/products/public.ts'
import type { ShopKind } from './connectors/connector.ts'
import { connectors } from './connectors/kinds.ts'
import { credentialsFor, seal } from './credentials.ts'
import { ShopError } from './net/shop-error.ts'
import { transport } from './net/transport.ts'
import { credentialsOf, findShop, lastRuns, toShop } from './select-shops.ts'

type Routes = Handlers<typeof shopsRoutes>
type New = Parameters<Routes['POST /shops']>[1]['body']
type Changed = Parameters<Routes['PATCH /shops/:id']>[1]['body']
const everything = { products: true, prices: true, stock: true, orders: true, returns: true }

/** Kept as given; whether it works is for the test to say. The first run comes with the next round of the schedule. */
export const createShop = (ctx: Ctx, given: New): Promise<Shop> =>
  ctx.transact(async (tx) => {
    const { actor } = ctx
    const { workspaceId } = actor
    const at = ctx.clock.now()
    const id = newId()
    const { kind } = given
    const name = filled(given.name, '/name')
    const url = addressOf(kind, given.url)
    const sealed = seal(ctx.secret, workspaceId, id, credentialsFor(kind, given.credentials))
    const { active = true, takes = everything, everyMinutes = 60 } = given
    const priceListKey = given.priceListKey ?? (await defaultListKey(tx, workspaceId))
    await sql`insert into shop_connection (workspace_id, id, kind, name, url, sealed_credentials, active, takes, price_list_key, every_minutes,
        next_run_at, created_by, created_at, updated_at)
      values (${workspaceId}, ${id}, ${kind}, ${name}, ${url}, ${sealed}, ${active}, ${JSON.stringify(takes)}::jsonb, ${priceListKey}, ${everyMinutes},
        ${at}, ${actor.id}, ${at}, ${at})`.execute(tx)
    await record(tx, actor, at, 'shop.connected', { shopId: id, name, kind }, [id])
    return answer(ctx, tx, id)
  })

/** Keys that are left out stay. Another address begins from the start: nothing says that it is the same shop. */
export const changeShop = (ctx: Ctx, id: string, given: Changed): Promise<Shop> =>
  ctx.transact(async (tx) => {
    const { actor } = ctx
    const { workspaceId } = actor
    const at = ctx.clock.now()
    const old = await findShop(tx, workspaceId, id, { lock: true })
    requireVersion(ctx, old.version)
    const before = credentialsOf(ctx, workspaceId, old)
    const credentials = credentialsFor(old.kind, { ...before, ...given.credentials })
    const now = {
      name: given.name === undefined ? old.name : filled(given.name, '/name'),
      url: given.url === undefined ? old.url : addressOf(old.kind, given.url),
      active: given.active ?? old.active,
      takes: given.takes ?? old.takes,
      priceListKey: given.priceListKey ?? old.priceListKey,
      everyMinutes: given.everyMinutes ?? old.everyMinutes,
    }
    const changes = changesOf(old, now)
    if (!sameJson(before, credentials)) changes.credentials = []
    if (Object.keys(changes).length === 0) return answer(ctx, tx, id)
    const restarts = now.url !== old.url
    await sql`update shop_connection set name = ${now.name}, url = ${now.url}, active = ${now.active}, takes = ${JSON.stringify(now.takes)}::jsonb,
        price_list_key = ${now.priceListKey}, every_minutes = ${now.everyMinutes},
        sealed_credentials = ${seal(ctx.secret, workspaceId, id, credentials)}, next_run_at = ${at}, problem = null,
        ${restarts ? sql`cursors = '{}', about = '{}',` : sql``} version = version + 1, updated_at = ${at}
      where workspace_id = ${workspaceId} and id = ${id}`.execute(tx)
    await record(tx, actor, at, 'shop.updated', { shopId: id, name: now.name, kind: old.kind, changes }, [id])
    return answer(ctx, tx, id)
  })

export const deleteShop = (ctx: Ctx, id: string): Promise<void> => turn(ctx, id, true).then(() => undefined)
export const restoreShop = (ctx: Ctx, id: string): Promise<Shop> => turn(ctx, id, false)

const turn = (ctx: Ctx, id: string, isOff: boolean): Promise<Shop> =>
  ctx.transact(async (tx) => {
    const { actor } = ctx
    const at = ctx.clock.now()
    const shop = await findShop(tx, actor.workspaceId, id, { lock: true, deleted: !isOff })
    if (isOff) requireVersion(ctx, shop.version)
    if (isOff === (shop.deletedAt !== null)) return answer(ctx, tx, id)
    await sql`update shop_connection set deleted_at = ${isOff ? at : null}, updated_at = ${at}, version = version + 1
      where workspace_id = ${actor.workspaceId} and id = ${id}`.execute(tx)
    const { name, kind } = shop
    await record(tx, actor, at, isOff ? 'shop.disconnected' : 'shop.restored', { shopId: id, name, kind }, [id])
    return answer(ctx, tx, id)
  })

async function answer(ctx: Ctx, tx: Tx, id: string): Promise<Shop> {
  const { workspaceId } = ctx.actor
  const row = await findShop(tx, workspaceId, id, { deleted: true })
  return toShop(ctx, workspaceId, row, (await lastRuns(tx, workspaceId, [id])).get(id))
}

/** The address as the connector keeps it; 422 when it is none. */
export function addressOf(kind: ShopKind, given: string): string {
  try {
    return connectors[kind].addressOf(given, transport().allowsHttp)
  } catch (error) {
    if (error instanceof ShopError) throw new Problem('unprocessable', {}, [{ pointer: '/url', rule: 'web_address' }])
    throw error
  }
}
