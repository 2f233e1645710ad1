import type { MarketingTerms, valueOrigins } from '#contract/agreement-parts.ts'

/** What became of the people of one source in the window: `buyers` are those with an amount, `revenueCents` what they paid. */
export type SourceHistory = {
  readonly source: string
  readonly people: number
  readonly customers: number
  readonly buyers: number
  readonly revenueCents: number
}
export type Origin = (typeof valueOrigins)[number]
export type SourceFigures = {
  closeRate: { value: number; origin: Origin; sample: number }
  revenue: { cents: number; origin: Origin; sample: number }
}

/** A tenth as many buyers as people make a sample of revenue: few people buy, and amounts vary less than luck. */
const buyersPerSample = 10

/**
 * Close rate (0–1) and revenue per customer (cents) of a source, each with where it comes from: set by hand in the terms;
 * measured on the source's own people of the window when they are enough; else the mean of the workspace; else, where not
 * even that is known, what the terms say otherwise.
 */
export function figuresOf(
  source: string,
  terms: Pick<MarketingTerms, 'sources' | 'minimumSample' | 'otherwise'>,
  history: readonly SourceHistory[],
): SourceFigures {
  const byHand = terms.sources.find((one) => one.source === source)
  const own = history.find((one) => one.source === source) ?? none
  const all = history.reduce(sum, none)
  return { closeRate: closeRate(byHand?.closeRate ?? null), revenue: revenue(byHand?.revenueCents ?? null) }

  function closeRate(set: number | null): SourceFigures['closeRate'] {
    if (set !== null) return { value: set, origin: 'set', sample: own.people }
    if (own.people >= terms.minimumSample)
      return { value: own.customers / own.people, origin: 'measured', sample: own.people }
    if (all.people > 0) return { value: all.customers / all.people, origin: 'mean', sample: all.people }
    return { value: terms.otherwise.closeRate, origin: 'otherwise', sample: 0 }
  }

  function revenue(set: number | null): SourceFigures['revenue'] {
    const enough = Math.max(1, Math.ceil(terms.minimumSample / buyersPerSample))
    if (set !== null) return { cents: set, origin: 'set', sample: own.buyers }
    if (own.buyers >= enough)
      return { cents: Math.round(own.revenueCents / own.buyers), origin: 'measured', sample: own.buyers }
    if (all.buyers > 0) return { cents: Math.round(all.revenueCents / all.buyers), origin: 'mean', sample: all.buyers }
    return { cents: terms.otherwise.revenueCents, origin: 'otherwise', sample: 0 }
  }
}

const none: SourceHistory = { source: '', people: 0, customers: 0, buyers: 0, revenueCents: 0 }
const sum = (a: SourceHistory, b: SourceHistory): SourceHistory => ({
  source: '',
  people: a.people + b.people,
  customers: a.customers + b.customers,
  buyers: a.buyers + b.buyers,
  revenueCents: a.revenueCents + b.revenueCents,
})
