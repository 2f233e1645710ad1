import { sql } from 'kysely'
import type { Static } from 'typebox'
import type { PriceList as PriceListSchema, productPartsRoutes } from '#contract/product-parts.ts'
import type { Db, Tx } from '#kernel/db.ts'
import { type Actor, record } from '#kernel/events.ts'
import type { Ctx, Handlers } from '#kernel/http.ts'
import { Problem } from '#kernel/problem.ts'

export type PriceList = Static<typeof PriceListSchema>
type Routes = Handlers<typeof productPartsRoutes>

export const selectLists = async (db: Db | Tx, workspaceId: string): Promise<PriceList[]> =>
  (
    await sql<PriceList>`select key, name, channel, market, currency, is_default from price_list
      where workspace_id = ${workspaceId} order by is_default desc, name, key`.execute(db)
  ).rows

export const listPriceLists = async ({ db, actor }: Ctx) => ({
  items: await selectLists(db, actor.workspaceId),
  next: null,
})

export const createPriceList = (
  ctx: Ctx,
  { key, name, currency, channel = null, market = null, isDefault }: Parameters<Routes['POST /price-lists']>[1]['body'],
): Promise<PriceList> =>
  ctx.transact(async (tx) => {
    const { actor } = ctx
    const at = ctx.clock.now()
    await lockLists(tx, actor.workspaceId)
    const lists = await selectLists(tx, actor.workspaceId)
    if (lists.some((list) => list.key === key)) throw new Problem('name_taken')
    const becomesDefault = isDefault === true || lists.length === 0
    if (becomesDefault) await clearDefault(tx, actor.workspaceId)
    await sql`insert into price_list (workspace_id, key, name, channel, market, currency, is_default, created_at, updated_at)
      values (${actor.workspaceId}, ${key}, ${name}, ${channel}, ${market}, ${currency}, ${becomesDefault}, ${at}, ${at})`.execute(
      tx,
    )
    await record(tx, actor, at, 'price_list.saved', { key, name }, [])
    return listOf(tx, actor.workspaceId, key)
  })

export const updatePriceList = (
  ctx: Ctx,
  key: string,
  given: Parameters<Routes['PATCH /price-lists/:key']>[1]['body'],
): Promise<PriceList> =>
  ctx.transact(async (tx) => {
    const { actor } = ctx
    const at = ctx.clock.now()
    await lockLists(tx, actor.workspaceId)
    const after = { ...(await listOf(tx, actor.workspaceId, key)), ...given }
    if (given.isDefault) await clearDefault(tx, actor.workspaceId)
    await sql`update price_list set name = ${after.name}, channel = ${after.channel}, market = ${after.market}, is_default = ${after.isDefault},
        updated_at = ${at} where workspace_id = ${actor.workspaceId} and key = ${key}`.execute(tx)
    await record(tx, actor, at, 'price_list.saved', { key, name: after.name }, [])
    return listOf(tx, actor.workspaceId, key)
  })

/**
 * The lists with these keys, made where there are none: a new list is called like its key, and the first of all is the
 * default. Without a key: the default list. Throws 422 when a list is kept in another currency.
 */
export async function ensureLists(
  tx: Tx,
  { workspaceId }: Actor,
  at: Date,
  wanted: readonly { listKey: string | undefined; currency: string }[],
): Promise<string[]> {
  let lists = await selectLists(tx, workspaceId)
  const find = (key: string | undefined) =>
    lists.find((list) => (key === undefined ? list.isDefault : list.key === key))
  if (wanted.some(({ listKey }) => !find(listKey))) {
    await lockLists(tx, workspaceId)
    lists = await selectLists(tx, workspaceId)
    for (const { listKey, currency } of wanted) {
      if (find(listKey)) continue
      const key = listKey ?? firstListKey
      await sql`insert into price_list (workspace_id, key, name, currency, is_default, created_at, updated_at)
        values (${workspaceId}, ${key}, ${key}, ${currency}, ${lists.length === 0}, ${at}, ${at})`.execute(tx)
      lists = await selectLists(tx, workspaceId)
    }
  }
  return wanted.map(({ listKey, currency }) => {
    const list = find(listKey)!
    if (list.currency !== currency)
      throw new Problem('unprocessable', {}, [
        { pointer: '/currency', rule: 'currency_of_list', params: { currency: list.currency } },
      ])
    return list.key
  })
}

/** The list that counts where none is named; without any, the one that the first price will make. */
export const defaultListKey = async (tx: Tx, workspaceId: string): Promise<string> =>
  (await selectLists(tx, workspaceId)).find(({ isDefault }) => isDefault)?.key ?? firstListKey
const firstListKey = 'general'

async function listOf(tx: Tx, workspaceId: string, key: string): Promise<PriceList> {
  const found = (await selectLists(tx, workspaceId)).find((list) => list.key === key)
  if (!found) throw new Problem('not_found')
  return found
}

/** Lists are made rarely: one at a time, so that exactly one is the default. */
const lockLists = (tx: Tx, workspaceId: string) =>
  sql`select 1 from workspace where id = ${workspaceId} for no key update`.execute(tx)

const clearDefault = (tx: Tx, workspaceId: string) =>
  sql`update price_list set is_default = false where workspace_id = ${workspaceId} and is_default`.execute(tx)
