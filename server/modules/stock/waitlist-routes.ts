import { sql } from 'kysely'
import type { Static } from 'typebox'
import type { WaitlistEntry, waitlistRoutes } from '#contract/waitlist.ts'
import type { Db, Tx } from '#kernel/db.ts'
import { record } from '#kernel/events.ts'
import type { Ctx, Handlers } from '#kernel/http.ts'
import { asLocale } from '#kernel/i18n.ts'
import { decodeCursor, toPage } from '#kernel/page.ts'
import { Problem } from '#kernel/problem.ts'
import { joinWaitlist } from './join-waitlist.ts'
import { requireProduct } from './require-product.ts'

type Entry = Static<typeof WaitlistEntry>
type Body = Parameters<Handlers<typeof waitlistRoutes>['POST /products/:id/waitlist']>[1]['body']
type Row = Omit<Entry, 'joinedAt' | 'notifiedAt' | 'locale'> & {
  joinedAt: Date
  notifiedAt: Date | null
  locale: string
}

/** In the order in which they will be told. */
export async function listWaitlist(
  { db, actor }: Ctx,
  productId: string,
  { after, limit = 50, state }: { after?: string; limit?: number; state?: Entry['state'] },
) {
  const { workspaceId } = actor
  await requireProduct(db, workspaceId, productId)
  const cursor = decodeCursor(after, 2)
  const { rows } = await select(
    db,
    workspaceId,
    productId,
    sql`${state ? sql`and w.state = ${state}` : sql``}
      ${cursor ? sql`and (w.joined_at, w.id) > (${cursor[0]}::timestamptz, ${cursor[1]}::uuid)` : sql``}
      order by w.joined_at, w.id limit ${limit + 1}`,
  )
  return toPage(rows, limit, toEntry, (row) => [row.joinedAt.toISOString(), row.id])
}

export const addToWaitlist = (
  ctx: Ctx,
  productId: string,
  { email, consentText, locale, campaignId }: Body,
): Promise<Entry> =>
  ctx.transact(async (tx) => {
    const { actor } = ctx
    const { rows } = await sql<{
      locale: string
    }>`select locale from workspace where id = ${actor.workspaceId}`.execute(tx)
    const { entryId } = await joinWaitlist(tx, actor, ctx.clock.now(), {
      ...{ productId, email, consentText, campaignId: campaignId ?? null },
      locale: locale ?? asLocale(rows[0]?.locale),
    })
    return toEntry(await entryOf(tx, actor.workspaceId, productId, entryId))
  })

export const removeFromWaitlist = (ctx: Ctx, productId: string, entryId: string): Promise<void> =>
  ctx.transact(async (tx) => {
    const { actor } = ctx
    const { sku, name } = await requireProduct(tx, actor.workspaceId, productId)
    await entryOf(tx, actor.workspaceId, productId, entryId)
    const { rows } = await sql`update waitlist_entry set state = 'removed'
      where workspace_id = ${actor.workspaceId} and id = ${entryId} and state = 'waiting' returning 1`.execute(tx)
    if (rows.length > 0)
      await record(tx, actor, ctx.clock.now(), 'waitlist.left', { productId, sku, name, entryId }, [productId])
  })

const select = (db: Db | Tx, workspaceId: string, productId: string, more: ReturnType<typeof sql>) =>
  sql<Row>`select w.id, w.product_id, w.email, w.locale, w.subject_id as contact_id, w.campaign_id, w.state, w.joined_at, w.notified_at,
      case when w.state = 'waiting' then (select count(*) from waitlist_entry b
        where b.workspace_id = ${workspaceId} and b.product_id = w.product_id and b.state = 'waiting' and (b.joined_at, b.id) <= (w.joined_at, w.id)) end as position
    from waitlist_entry w where w.workspace_id = ${workspaceId} and w.product_id = ${productId} ${more}`.execute(db)

async function entryOf(db: Db | Tx, workspaceId: string, productId: string, id: string): Promise<Row> {
  const { rows } = await select(db, workspaceId, productId, sql`and w.id = ${id}`)
  if (!rows[0]) throw new Problem('not_found')
  return rows[0]
}

const toEntry = (row: Row): Entry => ({
  ...row,
  locale: asLocale(row.locale),
  joinedAt: row.joinedAt.toISOString(),
  notifiedAt: row.notifiedAt?.toISOString() ?? null,
})
