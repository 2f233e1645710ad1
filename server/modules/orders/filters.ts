import { type RawBuilder, sql } from 'kysely'
import { timeZoneOf } from '#kernel/calendar/time-zone.ts'
import { addDays, startOfLocalDay } from '#kernel/calendar/zone.ts'
import type { Db } from '#kernel/db.ts'
import { foldText } from '#kernel/text.ts'

type Part = RawBuilder<unknown> | false | 0 | '' | undefined

/** Conditions that all must hold; what was not asked for is left out. */
export const joined = (parts: readonly Part[]): RawBuilder<unknown> =>
  sql.join(
    parts.filter((part) => typeof part === 'object'),
    sql` and `,
  )

/** Every word as a LIKE pattern; the trigram index serves each. */
export const wordsOf = (q: string | undefined): string[] =>
  foldText(q ?? '')
    .split(' ')
    .filter((word) => word.length > 0)
    .slice(0, 8)
    .map((word) => `%${word.replace(/[\\%_]/g, '\\$&')}%`)

/** From the first to the last day, both included, in the workspace's zone. */
export async function daysIn(
  db: Db,
  workspaceId: string,
  column: RawBuilder<unknown>,
  from: string | undefined,
  to: string | undefined,
): Promise<RawBuilder<unknown>[]> {
  if (!from && !to) return []
  const timeZone = await timeZoneOf(db, workspaceId)
  return [
    ...(from ? [sql`${column} >= ${startOfLocalDay(timeZone, from)}`] : []),
    ...(to ? [sql`${column} < ${startOfLocalDay(timeZone, addDays(to, 1))}`] : []),
  ]
}
