import { dayNumberOf } from '#kernel/calendar/zone.ts'
import { type Locale, translate } from '#kernel/i18n.ts'
import type { Facts } from './facts.ts'
import type { Finding } from './finding.ts'
import { dayText } from './reader.ts'

/** What is wrong with an offer's stock, worst first, and how much that weighs. */
const states = {
  empty: 'block',
  block: 'block',
  warn: 'warn',
  demand_unknown: 'warn',
  unknown: 'warn',
  pass: 'pass',
} as const
type Word = keyof typeof states
const words: Word[] = ['empty', 'block', 'warn', 'demand_unknown', 'unknown', 'pass']

/**
 * Stock to the last day, offer by offer: the first day that it runs out, and how many are missing. What is not there on the
 * first day blocks whatever is known of demand, because the guard would hold the offer at once; where nobody knows how a
 * product sells, that is said, because then nobody knows how long it lasts.
 */
export function judgeStock(facts: Facts, locale: Locale): Finding {
  const { campaign, offers, stock } = facts
  const products = offers.map((offer, index) => {
    const forecast = stock[index] ?? null
    const url = `/products/${offer.productId}`
    return { offer, forecast, url, word: wordOf(forecast) }
  })
  const wrong = words.flatMap((word) => (word === 'pass' ? [] : products.filter((one) => one.word === word)))
  const paramsOf = ({ offer, forecast }: (typeof products)[number]) => ({
    product: offer.productName,
    day: forecast?.runsOutOn ? dayNumberOf(forecast.runsOutOn) - dayNumberOf(campaign.startsOn) + 1 : 0,
    date: forecast?.runsOutOn ? dayText(locale, forecast.runsOutOn) : '',
    needed: forecast?.needed ?? 0,
    available: forecast?.available ?? 0,
    missing: forecast?.missing ?? 0,
  })
  const worst = wrong[0]
  const word = worst ? worst.word : offers.length === 0 ? 'no_offers' : 'pass'
  return {
    state: worst ? states[worst.word] : offers.length === 0 ? 'warn' : 'pass',
    word,
    params: { ...(worst && paramsOf(worst)), others: Math.max(0, wrong.length - 1), offers: offers.length },
    found: Object.fromEntries(
      wrong
        .filter((one) => states[one.word] === 'block')
        .map(({ offer, word, forecast }) => [`${word} ${offer.productId}`, forecast?.missing ?? 0]),
    ),
    fixUrl: worst?.url ?? `/campaigns/${campaign.id}?part=offers`,
    detail: {
      products: products.map(({ offer, forecast, url, word }) => ({
        productId: offer.productId,
        sku: offer.sku,
        name: offer.productName,
        verdict: word === 'unknown' ? word : states[word],
        ...(forecast && {
          needed: forecast.needed,
          isDemandKnown: forecast.isDemandKnown,
          available: forecast.available,
          safetyStock: forecast.safetyStock,
          minimum: forecast.minimum,
          minimumOn: forecast.minimumOn,
          runsOutOn: forecast.runsOutOn,
          runsOutOnDay: forecast.runsOutOn ? paramsOf({ offer, forecast, url, word }).day : null,
          missing: forecast.missing,
        }),
      })),
      items: wrong.map((one) => ({
        text: translate(locale, `campaigns.checks.stock_covers_demand.item_${one.word}`, paramsOf(one)),
        fixUrl: one.url,
      })),
    },
  }
}

function wordOf(forecast: Facts['stock'][number]): Word {
  if (!forecast) return 'unknown'
  if (forecast.needed === 0 && forecast.days[0]!.available <= 0) return 'empty'
  return forecast.verdict === 'pass' && !forecast.isDemandKnown ? 'demand_unknown' : forecast.verdict
}
