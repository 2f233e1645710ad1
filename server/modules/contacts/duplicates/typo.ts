/** Whether two e-mails differ as a slip of the finger makes them: at most two letters inserted, left out, changed or swapped. */
export const isTypoOf = (a: string, b: string): boolean =>
  a !== b && Math.abs(a.length - b.length) <= 2 && distance(a, b) <= 2

/** Damerau–Levenshtein distance (optimal string alignment). */
export function distance(a: string, b: string): number {
  let [beforeLast, last]: [number[], number[]] = [[], Array.from({ length: b.length + 1 }, (_, index) => index)]
  for (let i = 1; i <= a.length; i++) {
    const row = [i]
    for (let j = 1; j <= b.length; j++) {
      const cost = a[i - 1] === b[j - 1] ? 0 : 1
      let best = Math.min(last[j]! + 1, row[j - 1]! + 1, last[j - 1]! + cost)
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1])
        best = Math.min(best, beforeLast[j - 2]! + 1)
      row.push(best)
    }
    ;[beforeLast, last] = [last, row]
  }
  return last[b.length]!
}
