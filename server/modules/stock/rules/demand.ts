/**
 * Mean and standard deviation (of the whole, not of a sample) of units a day over `length` days; days not named sold nothing.
 * Rounded to hundredths. `length` is at least 1.
 */
export function demandOf(days: readonly { quantity: number }[], length: number): { mean: number; deviation: number } {
  const count = Math.max(1, length, days.length)
  const total = days.reduce((sum, { quantity }) => sum + quantity, 0)
  const mean = total / count
  const squares =
    days.reduce((sum, { quantity }) => sum + (quantity - mean) ** 2, 0) + (count - days.length) * mean ** 2
  return { mean: round(mean), deviation: round(Math.sqrt(squares / count)) }
}

const round = (value: number) => Math.round(value * 100) / 100
