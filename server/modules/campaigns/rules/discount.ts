/** Rounded to the cent, half up. */
export const discounted = (amountCents: number, percent: number | null): number =>
  Math.round(amountCents * (1 - (percent ?? 0) / 100))
