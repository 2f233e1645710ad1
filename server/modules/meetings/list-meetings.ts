import { type RawBuilder, sql } from 'kysely'
import type { meetingsRoutes } from '#contract/meetings.ts'
import type { Ctx, Handlers } from '#kernel/http.ts'
import { decodeCursor, toPage } from '#kernel/page.ts'
import { selectMeetings, toSummary } from './select-meetings.ts'

type Query = Parameters<Handlers<typeof meetingsRoutes>['GET /meetings']>[1]['query']

export async function listMeetings({ db, actor }: Ctx, { after, limit = 50, sort = 'startsAt', ...filters }: Query) {
  const descending = sort === '-startsAt'
  const cursor = decodeCursor(after, 2)
  const beyond = cursor
    ? sql`and (m.starts_at, m.id) ${descending ? sql`<` : sql`>`} (${cursor[0]}::timestamptz, ${cursor[1]}::uuid)`
    : sql``
  const direction = descending ? sql`desc` : sql`asc`
  const { rows } = await selectMeetings(
    actor.workspaceId,
    sql`${predicateOf(actor.workspaceId, actor.id, filters)} ${beyond} order by m.starts_at ${direction}, m.id ${direction} limit ${limit + 1}`,
  ).execute(db)
  return toPage(rows, limit, toSummary, (row) => [row.startsAt.toISOString(), row.id])
}

function predicateOf(
  workspaceId: string,
  memberId: string,
  query: Omit<Query, 'after' | 'limit' | 'sort'>,
): RawBuilder<unknown> {
  const { from, to, state, kind, seriesId, projectId, campaignId, departmentId, mine } = query
  const parts = [
    sql`m.deleted_at is null`,
    // A meeting lasts eight hours at most: the index over the start serves this too.
    ...(from ? [sql`m.ends_at > ${from} and m.starts_at > ${new Date(Date.parse(from) - longestMs)}`] : []),
    ...(to ? [sql`m.starts_at < ${to}`] : []),
    ...(state?.length ? [sql`m.state = any(${state})`] : []),
    ...(kind?.length ? [sql`m.kind = any(${kind})`] : []),
    ...(seriesId ? [sql`m.series_id = ${seriesId}`] : []),
    ...(projectId ? [sql`m.project_id = ${projectId}`] : []),
    ...(campaignId ? [sql`m.campaign_id = ${campaignId}`] : []),
    ...(departmentId
      ? [
          sql`exists (select 1 from meeting_seat s where s.workspace_id = ${workspaceId} and s.meeting_id = m.id and s.department_id = ${departmentId})`,
        ]
      : []),
    ...(mine ? [isInvited(workspaceId, memberId)] : []),
  ]
  return sql.join(parts, sql` and `)
}
const longestMs = 8 * 3_600_000

/** Sits in one of the departments of `m`, or leads it. */
export const isInvited = (workspaceId: string, memberId: string): RawBuilder<unknown> =>
  sql`(coalesce(m.acting_leader_id, m.planned_leader_id) = ${memberId} or exists (select 1 from meeting_seat s
    join member_department md on md.workspace_id = ${workspaceId} and md.department_id = s.department_id
    where s.workspace_id = ${workspaceId} and s.meeting_id = m.id and md.member_id = ${memberId}))`
