import { sql } from 'kysely'
import Type from 'typebox'
import { Id } from '#contract/kit.ts'
import type { Tx } from '#kernel/db.ts'
import { record, systemActor } from '#kernel/events.ts'
import { asLocale, translate } from '#kernel/i18n.ts'
import { defineJob, enqueueMany, queued } from '#kernel/jobs.ts'
import { queueMail } from '#kernel/mail.ts'
import type { Services } from '#kernel/services.ts'
import { safetyStock } from './rules/availability.ts'
import { mayAnnounce } from './rules/waitlist.ts'

/** How long somebody who was told has a claim on a unit. */
const claimHours = 48

/**
 * Tells those who wait, first come first served, in one transaction each: the stock is looked at again before every message,
 * and nobody is told of a unit that another who was told may still take.
 */
export const serveWaitlist = defineJob({
  name: 'stock.serve_waitlist',
  payload: Type.Object({ workspaceId: Id, productId: Id }),
  retry: { limit: 8 },
  pool: 'interactive',
  async run({ workspaceId, productId }, services, { signal }) {
    while (!signal.aborted && (await serveNext(services, workspaceId, productId)));
  },
})

/** Queues the serving of those products somebody waits for. */
export async function announceLater(tx: Tx, workspaceId: string, productIds: readonly string[]): Promise<void> {
  if (productIds.length === 0) return
  const { rows } = await sql<{ productId: string }>`select distinct product_id from waitlist_entry
    where workspace_id = ${workspaceId} and product_id = any (${productIds}::uuid[]) and state = 'waiting'`.execute(tx)
  await enqueueMany(
    tx,
    rows.map(({ productId }) =>
      queued(serveWaitlist, { workspaceId, productId }, { key: `stock.serve_waitlist ${productId}` }),
    ),
  )
}

/** Claims lapse by time alone: every half hour those who still wait get their turn. */
export const sweepWaitlists = defineJob({
  name: 'stock.sweep_waitlists',
  payload: Type.Object({}),
  retry: { limit: 1 },
  pool: 'bulk',
  async run(_payload, { db }) {
    const { rows: workspaces } = await sql<{ id: string }>`select id from workspace`.execute(db)
    for (const { id } of workspaces) {
      const { rows } = await sql<{ productId: string }>`select s.product_id from stock s
        where s.workspace_id = ${id} and s.to_announce > 0 and exists (select 1 from waitlist_entry w
          where w.workspace_id = ${id} and w.product_id = s.product_id and w.state = 'waiting')`.execute(db)
      await db.transaction().execute((tx) =>
        announceLater(
          tx,
          id,
          rows.map((row) => row.productId),
        ),
      )
    }
  },
})

type Level = {
  onHand: number
  reserved: number
  demandStdDev: number | null
  leadTimeDays: number | null
  toAnnounce: number
  sku: string
  name: string
  url: string | null
  workspaceName: string
}
type Waiting = { id: string; email: string; locale: string }

/** Whether somebody was told, and there may be another. */
function serveNext({ db, clock }: Services, workspaceId: string, productId: string): Promise<boolean> {
  return db.transaction().execute(async (tx) => {
    const at = clock.now()
    const level = await lockLevel(tx, workspaceId, productId)
    if (!level) return false
    const available = level.onHand - level.reserved - safetyStock(level.demandStdDev, level.leadTimeDays)
    const promised = await countPromised(tx, workspaceId, productId, at)
    if (!mayAnnounce({ available, toAnnounce: level.toAnnounce, promised })) return false
    const { rows } = await sql<Waiting>`select id, email, locale from waitlist_entry
      where workspace_id = ${workspaceId} and product_id = ${productId} and state = 'waiting'
      order by joined_at, id limit 1 for update`.execute(tx)
    const next = rows[0]
    if (!next) return false
    await sql`update waitlist_entry set state = 'notified', notified_at = ${at}
      where workspace_id = ${workspaceId} and id = ${next.id}`.execute(tx)
    await sql`update stock set to_announce = to_announce - 1 where workspace_id = ${workspaceId} and product_id = ${productId}`.execute(
      tx,
    )
    await queueMail(tx, workspaceId, at, mailTo(next, level))
    await record(
      tx,
      systemActor(workspaceId),
      at,
      'waitlist.notified',
      { productId, sku: level.sku, name: level.name, entryId: next.id },
      [productId],
    )
    return true
  })
}

async function lockLevel(tx: Tx, workspaceId: string, productId: string): Promise<Level | null> {
  await sql`select 1 from stock where workspace_id = ${workspaceId} and product_id = ${productId} for no key update`.execute(
    tx,
  )
  const { rows } =
    await sql<Level>`select s.on_hand, s.reserved, coalesce(s.demand_std_dev, s.estimated_std_dev) as demand_std_dev,
      s.lead_time_days, s.to_announce, p.sku, p.name, p.url, w.name as workspace_name
    from stock s
    join product p on p.workspace_id = s.workspace_id and p.workspace_id = ${workspaceId} and p.id = s.product_id
    join workspace w on w.id = s.workspace_id
    where s.workspace_id = ${workspaceId} and s.product_id = ${productId} and p.deleted_at is null`.execute(tx)
  return rows[0] ?? null
}

async function countPromised(tx: Tx, workspaceId: string, productId: string, at: Date): Promise<number> {
  const since = new Date(at.getTime() - claimHours * 3_600_000)
  const { rows } = await sql<{ count: number }>`select count(*) as count from waitlist_entry
    where workspace_id = ${workspaceId} and product_id = ${productId} and state = 'notified' and notified_at > ${since}`.execute(
    tx,
  )
  return rows[0]!.count
}

function mailTo({ email, locale: told }: Waiting, { name, url, workspaceName }: Level) {
  const locale = asLocale(told)
  const say = (key: string) =>
    translate(locale, `stock.waitlist.mail.${key}`, { product: name, company: workspaceName })
  return {
    kind: 'waitlist',
    to: { email },
    subject: say('subject'),
    heading: say('heading'),
    paragraphs: [say('text'), say('hurry')],
    ...(url && { button: { label: say('button'), url } }),
    footer: say('footer'),
  }
}
