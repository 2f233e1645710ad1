import { addDays } from '#kernel/calendar/zone.ts'

/** What happened on a local day: `amount`, and of a rate also `base`, what it is a share of. */
export type Flow = { readonly day: string; readonly amount: number; readonly base: number }

/** Figures at the end of each day from the first: running sums, or running amount ÷ running base (null while that is 0). */
export function accumulate(
  flows: readonly Flow[],
  from: string,
  to: string,
  isRate: boolean,
): Map<string, number | null> {
  const byDay = Map.groupBy(flows, (flow) => flow.day)
  const series = new Map<string, number | null>()
  let [amount, base] = [0, 0]
  for (let day = from; day <= to; day = addDays(day, 1)) {
    for (const flow of byDay.get(day) ?? []) {
      amount += flow.amount
      base += flow.base
    }
    series.set(day, isRate ? (base === 0 ? null : amount / base) : amount)
  }
  return series
}

/** The last number written down by each day; the start before the first. Given in the order in which they were written. */
export function stepwise(
  notes: readonly { readonly day: string; readonly value: number }[],
  start: number,
  from: string,
  to: string,
): Map<string, number | null> {
  const byDay = new Map(notes.map((note) => [note.day, note.value]))
  let value =
    notes.reduce<{ day: string; value: number } | null>(
      (last, note) => (note.day < from && (last === null || note.day >= last.day) ? note : last),
      null,
    )?.value ?? start
  const series = new Map<string, number | null>()
  for (let day = from; day <= to; day = addDays(day, 1)) {
    value = byDay.get(day) ?? value
    series.set(day, value)
  }
  return series
}

/** Of the goals below: their figures added up, or how far each is, averaged. Null where none has a figure. */
export function combine(values: readonly (number | null)[], how: 'sum' | 'mean'): number | null {
  const known = values.filter((value) => value !== null)
  if (known.length === 0) return null
  const sum = known.reduce((total, value) => total + value, 0)
  return how === 'sum' ? sum : sum / known.length
}
