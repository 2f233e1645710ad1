import type { Outcome } from './outcome.ts'
import type { ReadRow, Refusal } from './read-row.ts'

/** `id`: of the record that the row became. */
export type Result = { id: string; created: boolean; changed: boolean }

/** Puts what became of the rows that could be read back among the refusals of the others, in the order of the file. */
export function sortOut<T extends object>(
  rows: readonly ReadRow[],
  read: (row: ReadRow) => T | Refusal,
): { inputs: T[]; outcomes: (results: readonly Result[]) => Outcome[] } {
  const found = rows.map(read)
  const inputs = found.flatMap((one) => (isRefused(one) ? [] : [one]))
  return {
    inputs,
    outcomes: (results) => {
      let next = 0
      const created = new Set<string>()
      return found.map((one): Outcome => {
        if (isRefused(one)) return one
        const result = results[next++]!
        if (result.created) created.add(result.id)
        if (result.created) return 'created'
        // A second row of somebody who came with this very batch adds to the first.
        return result.changed || created.has(result.id) ? 'updated' : 'unchanged'
      })
    },
  }
}

const isRefused = <T extends object>(one: T | Refusal): one is Refusal => 'rule' in one
