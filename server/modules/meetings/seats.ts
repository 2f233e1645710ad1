import { sql } from 'kysely'
import type { MeetingSeat } from '#contract/meetings.ts'
import type { Db, Tx } from '#kernel/db.ts'
import { type FieldError, Problem } from '#kernel/problem.ts'

export type Chair = { departmentId: string; required: boolean }

/**
 * The seats of a table: departments that exist and have people. Throws 422 that names each department that does not exist,
 * or where nobody works, and optional ones that sit at no table.
 */
export async function requireChairs(
  tx: Tx,
  workspaceId: string,
  departmentIds: readonly string[],
  optionalIds: readonly string[],
): Promise<Chair[]> {
  const { rows } = await sql<{
    id: string
    people: number
  }>`select d.id, (select count(*)::int from member_department md
        join member m on m.workspace_id = md.workspace_id and m.id = md.member_id
        where md.workspace_id = ${workspaceId} and md.department_id = d.id and m.removed_at is null) as people
    from department d where d.workspace_id = ${workspaceId} and d.deleted_at is null and d.id = any(${[...departmentIds]}::uuid[])`.execute(
    tx,
  )
  const people = new Map(rows.map((row) => [row.id, row.people]))
  const errors: FieldError[] = departmentIds.flatMap((id, index) => {
    const count = people.get(id)
    if (count === undefined) return [{ pointer: `/departmentIds/${index}`, rule: 'unknown_record' }]
    return count === 0 ? [{ pointer: `/departmentIds/${index}`, rule: 'department_without_members' }] : []
  })
  for (const [index, id] of optionalIds.entries())
    if (!departmentIds.includes(id))
      errors.push({ pointer: `/optionalDepartmentIds/${index}`, rule: 'not_at_the_table' })
  if (departmentIds.every((id) => optionalIds.includes(id)))
    errors.push({ pointer: '/optionalDepartmentIds', rule: 'seat_needed' })
  if (errors.length > 0) throw new Problem('unprocessable', {}, errors)
  return departmentIds.map((departmentId) => ({ departmentId, required: !optionalIds.includes(departmentId) }))
}

/** Throws 422 at `pointer` (`pointer/2` in lists) on somebody who does not work here (any more). */
export async function requireMembers(
  tx: Tx,
  workspaceId: string,
  memberIds: readonly string[],
  pointer: (index: number) => string,
): Promise<void> {
  const { rows } = await sql<{ id: string }>`select id from member
    where workspace_id = ${workspaceId} and removed_at is null and id = any(${[...memberIds]}::uuid[])`.execute(tx)
  const known = new Set(rows.map((row) => row.id))
  const errors = memberIds.flatMap((id, index) =>
    known.has(id) ? [] : [{ pointer: pointer(index), rule: 'unknown_member' }],
  )
  if (errors.length > 0) throw new Problem('unprocessable', {}, errors)
}

/** Writes the same table for several meetings; whoever sits there already stays. */
export async function writeMeetingSeats(
  tx: Tx,
  workspaceId: string,
  meetingIds: readonly string[],
  chairs: readonly Chair[],
): Promise<void> {
  if (meetingIds.length === 0) return
  const kept = chairs.map((chair) => chair.departmentId)
  await sql`delete from meeting_seat where workspace_id = ${workspaceId} and meeting_id = any(${[...meetingIds]}::uuid[])
    and department_id <> all(${kept}::uuid[])`.execute(tx)
  await sql`insert into meeting_seat (workspace_id, meeting_id, department_id, position, required)
    select ${workspaceId}::uuid, m.id, c."departmentId", c.position, c.required
    from unnest(${[...meetingIds]}::uuid[]) as m(id)
    cross join jsonb_to_recordset(${JSON.stringify(chairs.map((chair, position) => ({ ...chair, position })))}::jsonb)
      as c("departmentId" uuid, position integer, required boolean)
    on conflict (workspace_id, meeting_id, department_id)
      do update set position = excluded.position, required = excluded.required`.execute(tx)
}

export async function readChairs(db: Db | Tx, workspaceId: string, meetingId: string): Promise<Chair[]> {
  const { rows } = await sql<Chair>`select department_id, required from meeting_seat
    where workspace_id = ${workspaceId} and meeting_id = ${meetingId} order by position, department_id`.execute(db)
  return rows
}

export type AttendanceRow = {
  memberId: string
  fullName: string
  departmentId: string | null
  state: 'present' | 'absent' | 'delegate'
  at: Date
}
/** Stored for a leader who sits at no seat. */
export const noSeat = '00000000-0000-0000-0000-000000000000'

/** Who came, also those who left the company since; a member who left before the meeting began does not count as present. */
export async function readAttendance(db: Db | Tx, workspaceId: string, meetingId: string): Promise<AttendanceRow[]> {
  const { rows } =
    await sql<AttendanceRow>`select a.member_id, m.full_name, nullif(a.department_id, ${noSeat}::uuid) as department_id, a.state, a.at
    from meeting_attendance a join member m on m.workspace_id = a.workspace_id and m.id = a.member_id
    where a.workspace_id = ${workspaceId} and a.meeting_id = ${meetingId} order by a.at, a.member_id`.execute(db)
  return rows
}

/** Everything that is known of each seat of a meeting. */
export async function readSeats(
  db: Db | Tx,
  workspaceId: string,
  meetingId: string,
  attendance: readonly AttendanceRow[],
): Promise<MeetingSeat[]> {
  const { rows } = await sql<
    Pick<MeetingSeat, 'departmentId' | 'departmentKey' | 'departmentName' | 'required' | 'members' | 'hasInput'>
  >`select s.department_id, d.key as department_key, d.name as department_name, s.required,
      coalesce((select jsonb_agg(jsonb_build_object('memberId', m.id, 'fullName', m.full_name, 'rsvp', coalesce(a.answer, 'pending')) order by m.full_name, m.id)
        from member_department md
        join member m on m.workspace_id = ${workspaceId} and m.id = md.member_id and m.removed_at is null
        left join meeting_answer a on a.workspace_id = ${workspaceId} and a.meeting_id = s.meeting_id and a.member_id = m.id
        where md.workspace_id = ${workspaceId} and md.department_id = s.department_id), '[]'::jsonb) as members,
      exists (select 1 from meeting_input i where i.workspace_id = ${workspaceId} and i.meeting_id = s.meeting_id
        and i.department_id = s.department_id and i.removed_at is null) as has_input
    from meeting_seat s join department d on d.workspace_id = s.workspace_id and d.id = s.department_id
    where s.workspace_id = ${workspaceId} and s.meeting_id = ${meetingId} order by s.position, s.department_id`.execute(
    db,
  )
  return rows.map((row) => {
    const own = attendance.filter((one) => one.departmentId === row.departmentId)
    return {
      ...row,
      attendance: own.map(({ memberId, fullName, state, at }) => ({ memberId, fullName, state, at: at.toISOString() })),
      isTaken: own.some((one) => one.state !== 'absent'),
    }
  })
}

/** Whom a meeting invites: everybody of its departments, and its leader. */
export async function inviteesOf(db: Db | Tx, workspaceId: string, meetingId: string): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`select m.id from member m
    where m.workspace_id = ${workspaceId} and m.removed_at is null and (
      exists (select 1 from meeting_seat s join member_department md on md.workspace_id = ${workspaceId} and md.department_id = s.department_id
        where s.workspace_id = ${workspaceId} and s.meeting_id = ${meetingId} and md.member_id = m.id)
      or exists (select 1 from meeting x where x.workspace_id = ${workspaceId} and x.id = ${meetingId}
        and m.id = coalesce(x.acting_leader_id, x.planned_leader_id)))
    order by m.id`.execute(db)
  return rows.map((row) => row.id)
}
