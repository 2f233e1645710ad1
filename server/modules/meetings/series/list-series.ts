import { sql } from 'kysely'
import type { meetingSeriesRoutes } from '#contract/meeting-series.ts'
import type { Ctx, Handlers } from '#kernel/http.ts'
import { decodeCursor, toPage } from '#kernel/page.ts'
import { selectSeries, toSeries } from './select-series.ts'

type Query = Parameters<Handlers<typeof meetingSeriesRoutes>['GET /meeting-series']>[1]['query']

/** Newest first. */
export async function listSeries(
  { db, actor, clock }: Ctx,
  { after, limit = 50, state, projectId, departmentId }: Query,
) {
  const { workspaceId } = actor
  const at = clock.now()
  const cursor = decodeCursor(after, 2)
  const today = sql`(${at}::timestamptz at time zone r.time_zone)::date`
  const parts = [
    sql`s.deleted_at is null`,
    ...(state === 'active' ? [sql`(r.last_on is null or r.last_on >= ${today})`] : []),
    ...(state === 'ended' ? [sql`r.last_on < ${today}`] : []),
    ...(projectId ? [sql`s.project_id = ${projectId}`] : []),
    ...(departmentId
      ? [
          sql`exists (select 1 from meeting_series_seat c where c.workspace_id = ${workspaceId} and c.series_id = s.id and c.department_id = ${departmentId})`,
        ]
      : []),
    ...(cursor ? [sql`(s.created_at, s.id) < (${cursor[0]}::timestamptz, ${cursor[1]}::uuid)`] : []),
  ]
  const { rows } = await selectSeries(
    workspaceId,
    at,
    sql`${sql.join(parts, sql` and `)} order by s.created_at desc, s.id desc limit ${limit + 1}`,
  ).execute(db)
  return toPage(
    rows,
    limit,
    (row) => toSeries(row, at),
    (row) => [row.createdAt.toISOString(), row.id],
  )
}
