import { sql } from 'kysely'
import { localDate } from '#kernel/calendar/zone.ts'
import type { Db, Tx } from '#kernel/db.ts'
import { calendarOf } from '#modules/accounts/public.ts'

/**
 * How far the running goals are on their way, 0 to 1: the mean of their pace at the end of the newest measured day up to `at`,
 * each capped at 1, so that one goal far ahead does not hide another. Null without any.
 */
export async function goalPace(
  db: Db | Tx,
  workspaceId: string,
  at: Date,
  projectId?: string | null,
): Promise<number | null> {
  const today = localDate((await calendarOf(db, workspaceId)).timeZone, at)
  const { rows } = await sql<{
    pace: number | null
  }>`select avg(least(1, greatest(0, d.pace)))::double precision as pace from goal g
    join lateral (select pace from goal_day where workspace_id = ${workspaceId} and goal_id = g.id and day <= ${today}
      order by day desc limit 1) d on d.pace is not null
    where g.workspace_id = ${workspaceId} and g.deleted_at is null and g.from_on <= ${today} and g.to_on >= ${today}
      ${projectId ? sql`and g.project_id = ${projectId}::uuid` : sql``}`.execute(db)
  return rows[0]?.pace ?? null
}
