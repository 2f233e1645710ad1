import type { Tx } from '#kernel/db.ts'
import { applyCompanies } from './apply-companies.ts'
import { applyContacts } from './apply-contacts.ts'
import { applyDeals } from './apply-deals.ts'
import type { ReadRow, Refusal } from './read-row.ts'
import type { Task } from './task.ts'

export type Outcome = 'created' | 'updated' | 'unchanged' | Refusal
/** Writes rows in a constant number of statements and says, in their order, what became of each. */
export type Apply = (tx: Tx, task: Task, at: Date, rows: readonly ReadRow[]) => Promise<Outcome[]>

export function applyOf({ kind }: Task): Apply {
  if (kind === 'contacts') return applyContacts
  if (kind === 'companies') return applyCompanies
  if (kind === 'deals') return applyDeals
  throw new Error(`nothing imports ${kind}`)
}
