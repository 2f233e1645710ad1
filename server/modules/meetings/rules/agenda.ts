export type Severity = 'critical' | 'major' | 'minor'
export type Origin = 'data' | 'carried' | 'manual' | 'standing'
export type Rankable = {
  key: string
  origin: Origin
  severity: Severity
  since: Date
  amountCents: number | null
  minutes: number
  /** Where somebody put it by hand; null: nobody did. */
  position: number | null
}

/** The weights of mechanisms §9. */
const weights: Record<Severity, number> = { critical: 5, major: 3, minor: 1 }
const dayMs = 86_400_000
const eurosThatWeighDouble = 1000

/**
 * How much a matter weighs at an instant: severity × age × money at stake.
 *
 *     score = w(severity) · (1 + ln(1 + days)) · (1 + ln(1 + euros / 1,000))
 *
 * w = 5 / 3 / 1; days = whole and broken days since it is so, at least 0; euros = what is at stake, 0 if unknown. The
 * logarithms let age and money weigh without end, but never drown a critical matter in one old trifle. It grows with each factor.
 */
export function scoreOf(
  { severity, since, amountCents }: Omit<Rankable, 'key' | 'origin' | 'minutes' | 'position'>,
  at: Date,
): number {
  const days = Math.max(0, (at.getTime() - since.getTime()) / dayMs)
  const euros = Math.max(0, amountCents ?? 0) / 100
  return weights[severity] * (1 + Math.log1p(days)) * (1 + Math.log1p(euros / eurosThatWeighDouble))
}

const precedence: Record<Origin, number> = { standing: 1, carried: 2, manual: 3, data: 4 }

/**
 * What a meeting speaks of, in order, and what is left out: first what people put into its place by hand, then the standing
 * matters, open actions of earlier meetings, what seats proposed, and live matters; within each by score. Every
 * matter that still fits the time box comes in, so that a long one does not keep out the short ones behind it. The order
 * in which matters are given does not matter.
 */
export function composeAgenda<T extends Rankable>(
  matters: readonly T[],
  timeBoxMinutes: number,
  at: Date,
): { items: (T & { score: number })[]; leftOut: (T & { score: number })[]; usedMinutes: number } {
  const ranked = matters.map((matter) => ({ ...matter, score: scoreOf(matter, at) })).sort(before)
  const items: (T & { score: number })[] = []
  const leftOut: (T & { score: number })[] = []
  let usedMinutes = 0
  for (const matter of ranked) {
    const fits = usedMinutes + matter.minutes <= timeBoxMinutes
    ;(fits ? items : leftOut).push(matter)
    if (fits) usedMinutes += matter.minutes
  }
  return { items, leftOut, usedMinutes }
}

function before(a: Rankable & { score: number }, b: Rankable & { score: number }): number {
  const byHand = (one: Rankable) => one.position ?? Number.POSITIVE_INFINITY
  if (byHand(a) !== byHand(b)) return byHand(a) < byHand(b) ? -1 : 1
  return (
    precedence[a.origin] - precedence[b.origin] || b.score - a.score || (a.key < b.key ? -1 : a.key > b.key ? 1 : 0)
  )
}
