import { dayNumberOf } from '#kernel/calendar/zone.ts'
import { type Locale, translate } from '#kernel/i18n.ts'
import type { Facts } from './facts.ts'
import type { Finding } from './finding.ts'
import { dayText } from './reader.ts'

/** Stock to the last day, offer by offer: the first day that it runs out, and how many are missing. */
export function judgeStock(facts: Facts, locale: Locale): Finding {
  const { campaign, offers, stock } = facts
  const products = offers.map((offer, index) => {
    const forecast = stock[index] ?? null
    const url = `/products/${offer.productId}`
    return { offer, forecast, url, verdict: forecast?.verdict ?? ('unknown' as const) }
  })
  const blocked = products.filter((one) => one.verdict === 'block')
  const tight = products.filter((one) => one.verdict === 'warn')
  const unknown = products.filter((one) => one.verdict === 'unknown')
  const wrong = [...blocked, ...tight, ...unknown]
  const paramsOf = ({ offer, forecast }: (typeof products)[number]) => ({
    product: offer.productName,
    day: forecast?.runsOutOn ? dayNumberOf(forecast.runsOutOn) - dayNumberOf(campaign.startsOn) + 1 : 0,
    date: forecast?.runsOutOn ? dayText(locale, forecast.runsOutOn) : '',
    needed: forecast?.needed ?? 0,
    available: forecast?.available ?? 0,
    missing: forecast?.missing ?? 0,
  })
  const worst = wrong[0]
  const word = worst ? worst.verdict : offers.length === 0 ? 'no_offers' : 'pass'
  return {
    state: blocked.length > 0 ? 'block' : wrong.length > 0 || offers.length === 0 ? 'warn' : 'pass',
    word,
    params: { ...(worst && paramsOf(worst)), others: Math.max(0, wrong.length - 1), offers: offers.length },
    fixUrl: worst?.url ?? `/campaigns/${campaign.id}?part=offers`,
    detail: {
      products: products.map(({ offer, forecast, verdict }) => ({
        productId: offer.productId,
        sku: offer.sku,
        name: offer.productName,
        verdict,
        ...(forecast && {
          needed: forecast.needed,
          available: forecast.available,
          safetyStock: forecast.safetyStock,
          minimum: forecast.minimum,
          minimumOn: forecast.minimumOn,
          runsOutOn: forecast.runsOutOn,
          runsOutOnDay: forecast.runsOutOn ? paramsOf({ offer, forecast, verdict, url: '' }).day : null,
          missing: forecast.missing,
        }),
      })),
      items: wrong.map((one) => ({
        text: translate(locale, `campaigns.checks.stock_covers_demand.item_${one.verdict}`, paramsOf(one)),
        fixUrl: one.url,
      })),
    },
  }
}
