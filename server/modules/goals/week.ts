import { type RawBuilder, sql } from 'kysely'
import type { Confidence } from '#contract/goal-parts.ts'
import { addDays, dayNumberOf, isoWeekday } from '#kernel/calendar/zone.ts'
import type { Db, Tx } from '#kernel/db.ts'

/** The Monday of the ISO week of a local date. */
export const weekOf = (day: string): string => addDays(day, 1 - isoWeekday(dayNumberOf(day)))

type Row = Omit<Confidence, 'at'> & { at: Date }

/** What owners have said; the caller adds its own `where`, order and limit, on `c`. */
export async function confidenceOf(
  db: Db | Tx,
  workspaceId: string,
  where: RawBuilder<unknown>,
): Promise<Confidence[]> {
  const { rows } =
    await sql<Row>`select c.week, c.department_id, d.name as department_name, c.member_id, c.level, c.sentence, c.at
    from goal_confidence c join department d on d.workspace_id = c.workspace_id and d.id = c.department_id
    where c.workspace_id = ${workspaceId} and ${where}`.execute(db)
  return rows.map((row) => ({ ...row, at: row.at.toISOString() }))
}
