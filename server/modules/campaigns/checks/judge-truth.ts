import { type Locale, translate } from '#kernel/i18n.ts'
import type { Facts } from './facts.ts'
import { type Finding, foundOf, listed } from './finding.ts'

const mostListed = 50

/** Where a text is mended: the brief in its room, everything else on its own page. */
const urlOf = (facts: Facts, type: string, id: string) =>
  type === 'brief' ? `/campaigns/${facts.campaign.id}?part=brief` : `/texts/${id}`
const nameOf = (facts: Facts, names: ReadonlyMap<string, string>, locale: Locale, type: string, id: string) =>
  type === 'brief' ? translate(locale, 'campaigns.brief.title') : (names.get(id) ?? facts.campaign.name)
const namesOf = (facts: Facts) => new Map(facts.assets.map((asset) => [asset.id, asset.name]))

/** Critical drift blocks; what is less than critical is said. */
export function judgeDrift(facts: Facts, locale: Locale): Finding {
  const { drifts } = facts
  const names = namesOf(facts)
  const critical = drifts.filter((drift) => drift.severity === 'critical')
  const said = critical.length > 0 ? critical : drifts
  const texts = new Set(said.map((drift) => `${drift.assetType} ${drift.assetId}`))
  const first = said[0]
  return {
    state: critical.length > 0 ? 'block' : drifts.length > 0 ? 'warn' : 'pass',
    word: critical.length > 0 ? 'block' : drifts.length > 0 ? 'warn' : 'pass',
    params: { claims: said.length, texts: texts.size },
    found: foundOf(critical.map((drift) => `${drift.claimId} ${drift.currentValue}`)),
    fixUrl: first ? urlOf(facts, first.assetType, first.assetId) : `/campaigns/${facts.campaign.id}?part=assets`,
    detail: {
      drifts: drifts.slice(0, mostListed),
      items: said.slice(0, mostListed).map((drift) => ({
        text: translate(locale, 'campaigns.checks.no_drift.item', {
          text: nameOf(facts, names, locale, drift.assetType, drift.assetId),
          attribute: drift.attributeLabel,
          stated: withUnit(drift.statedValue, drift.unit),
          current: withUnit(drift.currentValue ?? '–', drift.currentUnit),
        }),
        fixUrl: urlOf(facts, drift.assetType, drift.assetId),
      })),
    },
  }
}

const withUnit = (value: string, unit: string | null) => (unit ? `${value} ${unit}` : value)

/** What the finder proposed and nobody has confirmed yet. */
export function judgeClaims(facts: Facts, locale: Locale): Finding {
  const { unapproved } = facts
  const names = namesOf(facts)
  return {
    state: unapproved.length > 0 ? 'block' : 'pass',
    word: unapproved.length > 0 ? 'block' : 'pass',
    params: { claims: unapproved.length },
    found: foundOf(unapproved.map(({ assetType, assetId, text }) => `${assetType} ${assetId} ${text}`)),
    fixUrl: unapproved[0]
      ? urlOf(facts, unapproved[0].assetType, unapproved[0].assetId)
      : `/campaigns/${facts.campaign.id}?part=assets`,
    detail: {
      claims: unapproved.slice(0, mostListed),
      items: unapproved.slice(0, mostListed).map(({ assetType, assetId, text }) => ({
        text: translate(locale, 'campaigns.checks.claims_approved.item', {
          claim: text,
          text: nameOf(facts, names, locale, assetType, assetId),
        }),
        fixUrl: urlOf(facts, assetType, assetId),
      })),
    },
  }
}

/** The price rule of every offer; see `rules/price.ts`. */
export function judgePrices(facts: Facts, locale: Locale): Finding {
  const found = facts.offers.map((offer) => ({ offer, verdict: facts.prices.get(offer.id)! }))
  const wrong = [
    ...found.filter(({ verdict }) => verdict.state === 'block'),
    ...found.filter(({ verdict }) => verdict.state === 'warn'),
  ]
  const worst = wrong[0]
  const url = (productId: string) => `/products/${productId}`
  return {
    state: worst?.verdict.state ?? 'pass',
    word: worst?.verdict.reason ?? 'pass',
    params: {
      products: listed(
        locale,
        wrong.filter(({ verdict }) => verdict.reason === worst?.verdict.reason).map(({ offer }) => offer.productName),
      ),
    },
    found: foundOf(
      wrong
        .filter(({ verdict }) => verdict.state === 'block')
        .map(({ offer, verdict }) => `${offer.id} ${verdict.reason}`),
    ),
    fixUrl: worst ? url(worst.offer.productId) : `/campaigns/${facts.campaign.id}?part=offers`,
    detail: {
      offers: found.map(({ offer, verdict }) => ({ offerId: offer.id, productId: offer.productId, ...verdict })),
      items: wrong.map(({ offer, verdict }) => ({
        text: translate(locale, `campaigns.checks.price_in_order.item_${verdict.reason}`, {
          product: offer.productName,
        }),
        fixUrl: url(offer.productId),
      })),
    },
  }
}
