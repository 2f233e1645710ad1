import type { Tx } from '#kernel/db.ts'
import type { Actor } from '#kernel/events.ts'
import { normaliseEmail, normalisePhone, type PersonInput } from '#modules/contacts/public.ts'
import { type OrderInput, recordOrders, recordReturns } from '#modules/orders/public.ts'
import type { Applied } from './apply-products.ts'
import { attributionsOf } from './attribution.ts'
import type { One, ShopBuyer, ShopIssue, ShopOrder, ShopRefund } from './connectors/connector.ts'
import type { Counts } from './counts.ts'
import type { ShopRow } from './select-shops.ts'

type Of = Pick<ShopRow, 'id' | 'kind' | 'takes'>

/** Orders of one page with the refunds that came with them. */
export async function applyOrders(
  tx: Tx,
  actor: Actor,
  at: Date,
  shop: Of,
  { items, issues }: One<ShopOrder>,
): Promise<Applied> {
  const attributed = await attributionsOf(
    tx,
    actor.workspaceId,
    items.map(({ utm }) => utm),
  )
  const inputs = items.map((order, index): OrderInput => {
    const { externalId, number, state, orderedAt, updatedAt, currency, totalCents, buyer, lines } = order
    return {
      ...{ source: shop.kind, shopId: shop.id, externalId, number, state, currency, totalCents },
      orderedAt: orderedAt < at ? orderedAt : at,
      sourceUpdatedAt: updatedAt,
      buyer: personOf(buyer, shop.kind, orderedAt < at ? orderedAt : at),
      lines,
      ...attributed[index],
    }
  })
  const recorded = await recordOrders(tx, actor, at, inputs)
  const counts: Counts = {
    orders: {
      read: items.length + issues.length,
      created: recorded.filter(({ created }) => created).length,
      updated: recorded.filter(({ created, changed }) => changed && !created).length,
      skipped: issues.filter(({ part }) => part === 'orders').length,
    },
  }
  if (!shop.takes.returns) return { counts, issues }
  const refunds = await applyRefunds(tx, actor, at, shop, {
    items: items.flatMap((order) => order.refunds),
    issues: [],
  })
  return { counts: { ...counts, ...refunds.counts }, issues: [...issues, ...refunds.issues] }
}

/** Refunds as returns. The shop's reason is words: what they mean is for people to say, so it begins as `other`. */
export async function applyRefunds(
  tx: Tx,
  actor: Actor,
  at: Date,
  shop: Of,
  { items, issues }: One<ShopRefund>,
): Promise<Applied> {
  const results = await recordReturns(
    tx,
    actor,
    at,
    items.map(({ externalId, orderExternalId, returnedAt, amountCents, note, lines }) => ({
      ...{ source: shop.kind, shopId: shop.id, externalId, orderExternalId, refundCents: amountCents },
      returnedAt: returnedAt < at ? returnedAt : at,
      note: note?.slice(0, 2000) ?? null,
      lines: lines.map((line) => ({ ...line, reason: 'other' as const })),
    })),
  )
  const refused = results.flatMap(({ refused: why }, index): ShopIssue[] =>
    why
      ? [
          {
            part: 'returns',
            externalId: items[index]!.externalId,
            rule: why.rule,
            detail: items[index]!.orderExternalId,
          },
        ]
      : [],
  )
  const counts: Counts = {
    returns: {
      read: items.length + issues.length,
      created: results.filter(({ created }) => created).length,
      updated: 0,
      skipped: refused.length + issues.length,
    },
  }
  return { counts, issues: [...issues, ...refused] }
}

/** Nobody, where the shop knows neither an address nor a number that could be somebody's. */
function personOf(buyer: ShopBuyer, source: string, seenAt: Date): PersonInput | null {
  const email = buyer.email && normaliseEmail(buyer.email)
  const phone = buyer.phone && normalisePhone(buyer.phone, buyer.country ?? undefined)
  if (!email && !phone) return null
  const { fullName, companyName, city, region, country, language } = buyer
  return {
    email,
    phone,
    attributes: {
      fullName: fullName?.slice(0, 300) ?? null,
      companyName: companyName?.slice(0, 300) ?? null,
      ...{
        city: city?.slice(0, 100) ?? null,
        region: region?.slice(0, 100) ?? null,
        country: country?.slice(0, 100) ?? null,
      },
      language,
    },
    origin: 'api',
    source,
    seenAt,
    overwrite: false,
  }
}
