import type { Tx } from '#kernel/db.ts'
import type { ReadRow, Refusal } from './read-row.ts'
import type { Task } from './task.ts'

export type Outcome = 'created' | 'updated' | 'unchanged' | Refusal
/** Writes rows in a constant number of statements and says, in their order, what became of each. */
export type Apply = (tx: Tx, task: Task, at: Date, rows: readonly ReadRow[]) => Promise<Outcome[]>
