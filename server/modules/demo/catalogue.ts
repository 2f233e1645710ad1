import { sql } from 'kysely'
import { localDate } from '#kernel/calendar/zone.ts'
import type { Tx } from '#kernel/db.ts'
import type { Actor } from '#kernel/events.ts'
import { type Ctx, contextWithin } from '#kernel/http.ts'
import type { Locale } from '#kernel/i18n.ts'
import type { Services } from '#kernel/services.ts'
import {
  addLink,
  addOffer,
  createCampaign,
  holdKickoff,
  launchCampaign,
  writeBrief,
} from '#modules/campaigns/public.ts'
import { createAsset, createClaim, dismissProposal, publishAsset } from '#modules/claims/public.ts'
import { createProduct, draftSpec, publishSpec, putPrice } from '#modules/products/public.ts'
import { putStock } from '#modules/stock/public.ts'
import { goods, texts, watchAssets } from './goods.ts'
import type { Staff } from './staff.ts'

const day = 86_400_000
/** Days from the loading to the first day of the headphones' promotion, and how long it lasts. */
export const campaignBegins = 3
export const campaignDays = 14

export type Scene = { services: Services; tx: Tx; workspaceId: string; staff: Staff; locale: Locale; timeZone: string }
/** What the days to come are about. */
export type Stage = { budsId: string; watchId: string; campaignId: string; startsOn: string }

export const as = ({ services, tx, staff }: Scene, who: string, at: Date): Ctx =>
  contextWithin(services, tx, staff.get(who)!, at)
export const dateIn = ({ timeZone }: Scene, at: Date, days = 0) =>
  localDate(timeZone, new Date(at.getTime() + days * day))

/** Products with sheets, prices and stock; a campaign that is running, and one that waits for its kick-off. */
export async function stockTheShop(scene: Scene, now: Date): Promise<Stage> {
  const ids = await fillCatalogue(scene, new Date(now.getTime() - 100 * day), now)
  await runWatchCampaign(scene, ids.get('WATCH-2')!, now)
  return { ...(await planBudsCampaign(scene, ids.get('BUDS-PRO')!, now)), watchId: ids.get('WATCH-2')! }
}

async function fillCatalogue(scene: Scene, at: Date, now: Date): Promise<Map<string, string>> {
  const { locale } = scene
  const noa = as(scene, 'noa', at)
  const ids = new Map<string, string>()
  for (const { sku, name, family, cents, sheets, stock } of goods) {
    const { id } = await createProduct(noa, { sku, name, family, url: `https://lumbre.example/${sku.toLowerCase()}` })
    ids.set(sku, id)
    await putPrice(noa, id, { listKey: 'default', amountCents: cents, currency: 'EUR' })
    for (const [index, sheet] of sheets.entries()) {
      const writing = as(scene, 'noa', new Date(at.getTime() + index * 40 * day))
      const attributes = sheet.map(({ label, ...attribute }) => ({ ...attribute, label: label[locale] }))
      const { version } = await draftSpec(writing, id, { attributes })
      await publishSpec(writing, id, version, {})
    }
    await putStock(as(scene, 'pau', now), id, stock)
  }
  return ids
}

/** Story 3 begins well: everything it says is true. */
async function runWatchCampaign(scene: Scene, watchId: string, now: Date) {
  const at = new Date(now.getTime() - 12 * day)
  const campaignId = await plan(scene, at, 'watch', { startsOn: dateIn(scene, at), endsOn: dateIn(scene, at, 45) })
  await addOffer(as(scene, 'leo', at), campaignId, { productId: watchId, uplift: 1.2 })
  const pinned = { productId: watchId, attributeKey: 'battery', statedValue: '7', unit: 'd', specVersion: 2 }
  await createClaim(as(scene, 'noa', at), { assetType: 'brief', assetId: campaignId, ...pinned })
  for (const { type, name, body } of watchAssets) {
    const noa = as(scene, 'noa', at)
    const { id } = await createAsset(noa, { type, name: name[scene.locale], body: body[scene.locale], campaignId })
    await createClaim(noa, { assetType: type, assetId: id, ...pinned })
    await settleProposals(scene, id, at)
    await publishAsset(noa, id)
  }
  await kickOff(scene, campaignId, at)
  await launchCampaign(as(scene, 'ivan', at), campaignId)
}

/** What the finder proposed in a text is what was pinned just now. */
async function settleProposals(scene: Scene, assetId: string, at: Date) {
  const { rows } = await sql<{ id: string }>`select id from claim_proposal
    where workspace_id = ${scene.workspaceId} and asset_id = ${assetId} and state = 'pending' order by id`.execute(
    scene.tx,
  )
  for (const { id } of rows) await dismissProposal(as(scene, 'noa', at), id)
}

async function planBudsCampaign(scene: Scene, budsId: string, now: Date): Promise<Omit<Stage, 'watchId'>> {
  const startsOn = dateIn(scene, now, campaignBegins)
  const endsOn = dateIn(scene, now, campaignBegins + campaignDays - 1)
  const campaignId = await plan(scene, now, 'buds', { startsOn, endsOn })
  const leo = as(scene, 'leo', now)
  const offer = await addOffer(leo, campaignId, { productId: budsId, uplift: 3, discountPercent: 30 })
  for (const [source, medium] of [
    ['google', 'cpc'],
    ['instagram', 'social'],
  ] as const)
    await addLink(leo, campaignId, { name: source, offerId: offer.id, utm: { source, medium, campaign: 'buds-pro' } })
  return { budsId, campaignId, startsOn }
}

async function plan(scene: Scene, at: Date, key: 'buds' | 'watch', dates: { startsOn: string; endsOn: string }) {
  const { staff, locale } = scene
  const words = texts[key]
  const leo = as(scene, 'leo', at)
  const campaign = await createCampaign(leo, {
    ...dates,
    name: words.name[locale],
    departmentIds: await departmentsOf(scene, ['marketing', 'sales']),
    ownerIds: [staff.get('leo')!.id, staff.get('carla')!.id],
    audience: words.audience[locale],
    budget: { amountCents: 400_000, currency: 'EUR' },
    targetLeads: 40,
    targetSales: { amountCents: 6_000_000, currency: 'EUR' },
    channels: ['Google Ads', 'Instagram'],
    messageHouse: { core: words.core[locale], pillars: [] },
  })
  const { objective, customerNeed, customerExpectation, contribution } = words.brief
  await writeBrief(leo, campaign.id, {
    objective: objective[locale],
    customerNeed: customerNeed[locale],
    customerExpectation: customerExpectation[locale],
    contribution: contribution[locale],
  })
  return campaign.id
}

/** Every department of the campaign sits at the table and signs. */
export async function kickOff(scene: Scene, campaignId: string, at: Date) {
  const [marketing, sales] = await departmentsOf(scene, ['marketing', 'sales'])
  await holdKickoff(as(scene, 'ivan', at), campaignId, {
    attendance: [
      { departmentId: marketing!, memberId: member(scene, 'ivan').id, signedOff: true },
      { departmentId: marketing!, memberId: member(scene, 'leo').id },
      { departmentId: sales!, memberId: member(scene, 'carla').id, signedOff: true },
    ],
  })
}

const member = ({ staff }: Scene, who: string): Actor => staff.get(who)!

async function departmentsOf({ tx, workspaceId }: Scene, keys: readonly string[]): Promise<string[]> {
  const { rows } = await sql<{ id: string; key: string }>`select id, key from department
    where workspace_id = ${workspaceId} and key = any (${[...keys]}::text[]) and deleted_at is null`.execute(tx)
  return keys.map((key) => rows.find((row) => row.key === key)!.id)
}
