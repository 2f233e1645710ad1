import { sql } from 'kysely'
import { localDate } from '#kernel/calendar/zone.ts'
import { Problem } from '#kernel/problem.ts'
import { finishCampaign, launchCampaign, postMessage } from '#modules/campaigns/public.ts'
import { recordOrders } from '#modules/orders/public.ts'
import { draftSpec, publishSpec } from '#modules/products/public.ts'
import { changeInbound, expectInbound, joinWaitlist, moveStock, receiveInbound } from '#modules/stock/public.ts'
import { as, campaignBegins, campaignDays, dateIn, kickOff, type Scene, type Stage } from './catalogue.ts'
import { nextWatchSheet } from './goods.ts'

/** What one day needs to know of those before. */
export type Memory = Stage & { inboundId: string | null }
type Play = (scene: Scene, memory: Memory, at: Date) => Promise<Partial<Memory> | void>

const ordersADay = 7
const unitsADay = 42
/** 149 € less thirty percent. */
const offerCents = 10_430
const delivered = 400

/** Days that tell something of their own; on the others the shop just sells. */
const told: Readonly<Record<number, { key: string; play: Play }>> = {
  1: { key: 'refused', play: tryToLaunch },
  2: { key: 'kickoff', play: (scene, { campaignId }, at) => kickOff(scene, campaignId, at) },
  3: { key: 'launched', play: confirmAndLaunch },
  4: { key: 'slipped', play: slip },
  5: { key: 'sheet', play: publishSheet },
  10: { key: 'sold_out', play: waitInLine },
  11: { key: 'restocked', play: restock },
  16: { key: 'finished', play: finish },
}
export const lastDay = campaignBegins + campaignDays - 1

export const keyOfDay = (day: number): string => told[day]?.key ?? 'selling'

/**
 * Plays one day through the functions that real life calls. Answers what is to be remembered, and whether it came as told:
 * who has changed the company meanwhile (launched earlier, deleted the campaign, sold the stock) is left their own way.
 */
export async function playOne(
  scene: Scene,
  day: number,
  memory: Memory,
  at: Date,
): Promise<{ memory: Memory; isAsTold: boolean }> {
  // The launch comes before the first sale, the last sale before the end.
  const acts = [told[day]?.play, day >= campaignBegins ? sell : undefined]
  if (day !== campaignBegins) acts.reverse()
  let now = memory
  let isAsTold = true
  for (const act of acts) {
    if (!act) continue
    const played = await attempt(scene, () => act(scene, now, at))
    if (played) now = { ...now, ...played.remembered }
    else isAsTold = false
  }
  return { memory: now, isAsTold }
}

/** What the company does not allow any more leaves nothing behind. */
async function attempt({ tx }: Scene, act: () => ReturnType<Play>) {
  await sql`savepoint act`.execute(tx)
  try {
    const remembered = await act()
    await sql`release savepoint act`.execute(tx)
    return { remembered }
  } catch (error) {
    if (!(error instanceof Problem)) throw error
    await sql`rollback to savepoint act`.execute(tx)
    return null
  }
}

/** Without a kick-off there is no launch: who tries reads what is still to do. */
async function tryToLaunch(scene: Scene, { campaignId }: Memory, at: Date) {
  const leo = as(scene, 'leo', at)
  try {
    await launchCampaign(leo, campaignId)
  } catch (error) {
    if (!(error instanceof Problem) || error.code !== 'campaign_checks_failed') throw error
  }
  const body = {
    es: 'He intentado lanzar y no nos deja: falta el kick-off con ventas y el stock no llega al final.',
    en: 'I tried to launch and it will not let us: no kick-off with sales yet, and stock does not last to the end.',
  }[scene.locale]
  await postMessage(leo, campaignId, { body })
}

/** Purchasing confirms a delivery for the fifth day of the campaign, and the launch is allowed. */
async function confirmAndLaunch(scene: Scene, { budsId, campaignId }: Memory, at: Date): Promise<Partial<Memory>> {
  const { id } = await expectInbound(as(scene, 'pau', at), budsId, {
    quantity: delivered,
    expectedOn: dateIn(scene, at, 4),
    confirmed: true,
  })
  await launchCampaign(as(scene, 'ivan', at), campaignId)
  return { inboundId: id }
}

async function slip(scene: Scene, { budsId, inboundId }: Memory, at: Date) {
  await changeInbound(as(scene, 'pau', at), budsId, given(inboundId), { expectedOn: dateIn(scene, at, 7) })
}

/** Five days of battery instead of seven, while a brief and six texts say seven. */
async function publishSheet(scene: Scene, { watchId }: Memory, at: Date) {
  const noa = as(scene, 'noa', at)
  const attributes = nextWatchSheet.map(({ label, ...attribute }) => ({ ...attribute, label: label[scene.locale] }))
  const { version } = await draftSpec(noa, watchId, { attributes })
  await publishSpec(noa, watchId, version, {})
}

/** Nothing left that can be promised: people leave their address instead. */
async function waitInLine(scene: Scene, { budsId, campaignId }: Memory, at: Date) {
  const { tx, locale } = scene
  const consentText = { es: 'Avísame cuando vuelva a haber.', en: 'Tell me when it is back in stock.' }[locale]
  for (let n = 1; n <= 6; n++)
    await joinWaitlist(tx, as(scene, 'pau', at).actor, new Date(at.getTime() + n * 60_000), {
      productId: budsId,
      email: `espera-${n}@correo.example`,
      consentText,
      locale,
      campaignId,
    })
}

async function restock(scene: Scene, { budsId, inboundId }: Memory, at: Date) {
  await receiveInbound(as(scene, 'pau', at), budsId, given(inboundId), undefined)
}

async function finish(scene: Scene, { campaignId }: Memory, at: Date) {
  await finishCampaign(as(scene, 'ivan', at), campaignId)
}

/** The delivery that was expected on another day, if it was. */
function given(inboundId: string | null): string {
  if (inboundId === null) throw new Problem('not_found')
  return inboundId
}

/** Seven orders of six a day, by people the company knows, as long as there is something to sell; what is sold leaves the stock. */
async function sell({ tx, workspaceId, staff, timeZone }: Scene, { budsId, campaignId }: Memory, at: Date) {
  const actor = staff.get('bruno')!
  const day = localDate(timeZone, at)
  const { rows: levels } = await sql<{ onHand: number }>`select on_hand from stock
    where workspace_id = ${workspaceId} and product_id = ${budsId}`.execute(tx)
  const { rows: buyers } = await sql<{ subjectId: string }>`select subject_id from contact
    where workspace_id = ${workspaceId} and deleted_at is null and email is not null
    order by md5(subject_id::text || ${day}::text) limit ${ordersADay}`.execute(tx)
  const each = buyers.length === 0 ? 0 : Math.floor(Math.min(unitsADay, levels[0]?.onHand ?? 0) / buyers.length)
  if (each === 0) return
  await recordOrders(
    tx,
    actor,
    at,
    buyers.map(({ subjectId }, index) => ({
      source: 'demo',
      externalId: `demo ${day} ${index}`,
      orderedAt: new Date(at.getTime() + index * 600_000),
      currency: 'EUR',
      state: 'paid',
      subjectId,
      campaignId,
      lines: [{ productId: budsId, quantity: each, unitPriceCents: offerCents }],
    })),
  )
  await moveStock(tx, actor, at, [
    { productId: budsId, delta: -each * buyers.length, reason: 'sale', reference: `demo ${day}` },
  ])
}
