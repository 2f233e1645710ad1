import type { Outcome } from './outcome.ts'
import { isRefusal, type ReadRow, type Refusal } from './read-row.ts'

/** Puts what became of the rows that could be read back among the refusals of the others, in the order of the file. */
export function sortOut<T extends object>(
  rows: readonly ReadRow[],
  read: (row: ReadRow) => T | Refusal,
): { inputs: T[]; outcomes: (results: readonly { created: boolean; changed: boolean }[]) => Outcome[] } {
  const found = rows.map(read)
  const inputs = found.flatMap((one) => (isRefused(one) ? [] : [one]))
  return {
    inputs,
    outcomes: (results) => {
      let next = 0
      return found.map((one): Outcome => {
        if (isRefused(one)) return one
        const { created, changed } = results[next++]!
        return created ? 'created' : changed ? 'updated' : 'unchanged'
      })
    },
  }
}

const isRefused = <T extends object>(one: T | Refusal): one is Refusal => 'rule' in one
