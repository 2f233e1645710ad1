/** Cover that an offer must have again before it goes on, in days of its demand. */
export const resumeAtDays = 3

export type Level = {
  /** On hand − reserved − safety stock, in units. */
  available: number
  /** Days that these last at ordinary demand; null when nothing is sold. */
  daysOfCover: number | null
}

/**
 * What the guard does with an offer of a live campaign: it trips when nothing is left to sell, and clears only when what is
 * there lasts three days at the demand that the offer makes. In between it stays as it is, so that it does not flap.
 * Null: nobody keeps stock of the product, and there is nothing to judge by.
 */
export function judgeStock(
  level: Level | null,
  offer: { uplift: number; isTripped: boolean },
): 'trip' | 'clear' | 'stay' {
  if (level === null) return 'stay'
  if (level.available <= 0) return offer.isTripped ? 'stay' : 'trip'
  return offer.isTripped && coverOf(level, offer.uplift) >= resumeAtDays ? 'clear' : 'stay'
}

/** Days that the units last at the offer's demand. */
export const coverOf = ({ daysOfCover }: Level, uplift: number): number =>
  daysOfCover === null || uplift === 0 ? Number.POSITIVE_INFINITY : daysOfCover / uplift
