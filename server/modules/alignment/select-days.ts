import { sql } from 'kysely'
import type { Db, Tx } from '#kernel/db.ts'
import { nobody } from '#kernel/events.ts'

export type DayRow = { on: string; score: number; held: boolean; values: Record<string, number> }

/** Rows of the whole company stand under the zero UUID. */
export const scopeOf = (projectId: string | null | undefined): string => projectId ?? nobody

/** Days of a scope, oldest first; both ends included. */
export async function readDays(
  db: Db | Tx,
  workspaceId: string,
  scopeId: string,
  from: string,
  to: string,
): Promise<DayRow[]> {
  const { rows } = await sql<DayRow>`select day as "on", score, held, component_values as values from alignment_day
    where workspace_id = ${workspaceId} and scope_id = ${scopeId} and day between ${from} and ${to} order by day`.execute(
    db,
  )
  return rows
}

/** How it stood on a day, or on the last day before it that is known, a week back at most. */
export async function readBefore(db: Db, workspaceId: string, scopeId: string, on: string): Promise<DayRow | null> {
  const { rows } = await sql<DayRow>`select day as "on", score, held, component_values as values from alignment_day
    where workspace_id = ${workspaceId} and scope_id = ${scopeId} and day <= ${on} and day >= ${on}::date - 7
    order by day desc limit 1`.execute(db)
  return rows[0] ?? null
}
