import { sql } from 'kysely'
import type { Meeting, meetingsRoutes } from '#contract/meetings.ts'
import type { Db, Tx } from '#kernel/db.ts'
import { record } from '#kernel/events.ts'
import type { Ctx, Handlers } from '#kernel/http.ts'
import { Problem } from '#kernel/problem.ts'
import { readMeeting } from '../read-meeting.ts'
import { quorumOf } from '../rules/quorum.ts'
import { noSeat, readAttendance, readChairs, requireMembers } from '../seats.ts'
import { factsOf, lockMeeting, type Row, requireOpen, subjectsOf } from '../select-meetings.ts'

type Body = Parameters<Handlers<typeof meetingsRoutes>['PUT /meetings/:id/attendance']>[1]['body']

/** Who comes, stands in, or leaves; the quorum is judged anew from the rows each time it is needed. */
export const noteAttendance = (ctx: Ctx, id: string, given: Body): Promise<Meeting> =>
  ctx.transact(async (tx) => {
    const { workspaceId } = ctx.actor
    const at = ctx.clock.now()
    const { memberId, state, departmentId = null } = given
    const row = await lockMeeting(tx, workspaceId, id)
    requireOpen(row)
    if (state !== 'absent') await requireMembers(tx, workspaceId, [memberId], () => '/memberId')
    await requirePlace(tx, workspaceId, row, given)
    await sql`insert into meeting_attendance (workspace_id, meeting_id, member_id, department_id, state, at, noted_by)
      values (${workspaceId}, ${id}, ${memberId}, ${departmentId ?? noSeat}, ${state}, ${at}, ${ctx.actor.id})
      on conflict (workspace_id, meeting_id, member_id, department_id)
        do update set state = excluded.state, at = excluded.at, noted_by = excluded.noted_by`.execute(tx)
    const { isMet } = await quorumIn(tx, workspaceId, row)
    if (isMet && row.state === 'live') await keepQuorum(tx, workspaceId, id, at)
    const data = { ...factsOf(row), memberId, departmentId, state, hasQuorum: isMet }
    await record(tx, ctx.actor, at, 'meeting.attendance_noted', data, subjectsOf(row))
    return readMeeting(tx, ctx, id)
  })

/** Throws 422 at what is wrong: a seat of another table, somebody of another department, a delegate of two seats. */
async function requirePlace(
  tx: Tx,
  workspaceId: string,
  row: Row,
  { memberId, departmentId = null, state }: Body,
): Promise<void> {
  const refuse = (pointer: string, rule: string) => {
    throw new Problem('unprocessable', {}, [{ pointer, rule }])
  }
  if (departmentId === null) {
    if (memberId !== row.leaderId) refuse('/departmentId', 'only_leader_without_seat')
    return
  }
  if (!row.departmentIds.includes(departmentId)) refuse('/departmentId', 'not_at_the_table')
  const { rows } = await sql<{ exists: boolean; belongs: boolean; elsewhere: boolean }>`select
      exists (select 1 from member m where m.workspace_id = ${workspaceId} and m.id = ${memberId}) as exists,
      exists (select 1 from member_department md where md.workspace_id = ${workspaceId} and md.member_id = ${memberId} and md.department_id = ${departmentId}) as belongs,
      exists (select 1 from meeting_attendance a where a.workspace_id = ${workspaceId} and a.meeting_id = ${row.id} and a.member_id = ${memberId}
        and a.department_id <> ${departmentId} and a.state = 'delegate') as elsewhere`.execute(tx)
  const { exists = false, belongs = false, elsewhere = false } = rows[0] ?? {}
  if (!exists) refuse('/memberId', 'unknown_member')
  if (state === 'present' && !belongs) refuse('/memberId', 'not_in_department')
  if (state === 'delegate' && elsewhere) refuse('/memberId', 'delegate_elsewhere')
}

/** The quorum as it is at this moment. */
export async function quorumIn(db: Db | Tx, workspaceId: string, row: Pick<Row, 'id' | 'leaderId'>) {
  const chairs = await readChairs(db, workspaceId, row.id)
  return { ...quorumOf(row.leaderId, chairs, await readAttendance(db, workspaceId, row.id)), chairs }
}

/** That there was a quorum once is kept: a meeting held with quorum. */
export async function keepQuorum(tx: Tx, workspaceId: string, id: string, at: Date): Promise<void> {
  await sql`update meeting set quorum_at = coalesce(quorum_at, ${at}) where workspace_id = ${workspaceId} and id = ${id}`.execute(
    tx,
  )
}

export async function departmentNames(
  db: Db | Tx,
  workspaceId: string,
  ids: readonly string[],
): Promise<Map<string, string>> {
  const { rows } = await sql<{ id: string; name: string }>`select id, name from department
    where workspace_id = ${workspaceId} and id = any(${[...ids]}::uuid[])`.execute(db)
  return new Map(rows.map((row) => [row.id, row.name]))
}
