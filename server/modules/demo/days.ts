import { sql } from 'kysely'
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

const unitsADay = 42
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

/** Plays one day through the functions that real life calls; answers what is to be remembered. */
export async function playOne(scene: Scene, day: number, memory: Memory, at: Date): Promise<Memory> {
  const isSelling = day >= campaignBegins
  // The launch comes before the first sale, the last sale before the end.
  const { play } = told[day] ?? { play: async () => undefined }
  const before = day === campaignBegins ? await play(scene, memory, at) : undefined
  if (isSelling) await sell(scene, memory, day, at)
  const after = day === campaignBegins ? before : await play(scene, memory, at)
  return { ...memory, ...after }
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
  await changeInbound(as(scene, 'pau', at), budsId, inboundId!, { expectedOn: dateIn(scene, at, 7) })
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
  await receiveInbound(as(scene, 'pau', at), budsId, inboundId!, undefined)
}

async function finish(scene: Scene, { campaignId }: Memory, at: Date) {
  await finishCampaign(as(scene, 'ivan', at), campaignId)
}

/** Seven orders of six a day, by people the company knows; what is sold leaves the stock. */
async function sell({ tx, workspaceId, staff }: Scene, { budsId, campaignId }: Memory, day: number, at: Date) {
  const actor = staff.get('bruno')!
  const { rows } = await sql<{ onHand: number; unitPriceCents: number }>`select s.on_hand, 10430 as unit_price_cents
    from stock s where s.workspace_id = ${workspaceId} and s.product_id = ${budsId}`.execute(tx)
  const units = Math.min(unitsADay, rows[0]!.onHand)
  const { rows: buyers } = await sql<{ subjectId: string }>`select subject_id from contact
    where workspace_id = ${workspaceId} and deleted_at is null and email is not null
    order by md5(subject_id::text || ${day}::text) limit 7`.execute(tx)
  await recordOrders(
    tx,
    actor,
    at,
    buyers.map(({ subjectId }, index) => ({
      source: 'manual',
      externalId: `demo-${day}-${index}`,
      orderedAt: new Date(at.getTime() + index * 600_000),
      currency: 'EUR',
      state: 'paid',
      subjectId,
      campaignId,
      lines: [{ productId: budsId, quantity: units / buyers.length, unitPriceCents: rows[0]!.unitPriceCents }],
    })),
  )
  await moveStock(tx, actor, at, [{ productId: budsId, delta: -units, reason: 'sale', reference: `demo-${day}` }])
}
