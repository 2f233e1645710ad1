import { sql } from 'kysely'
import type { Db, Tx } from '#kernel/db.ts'
import { quorumOf } from './rules/quorum.ts'
import { readAttendance, readChairs } from './seats.ts'
import { findMeeting, type Row } from './select-meetings.ts'

export type MeetingAttendance = {
  campaignId: string | null
  state: Row['state']
  startedAt: Date | null
  seats: { departmentId: string; attendeeIds: string[] }[]
  hasQuorum: boolean
}

/** Who came, by department; null when there is no such meeting. In a closed meeting the quorum is the one it once had. */
export async function meetingAttendance(
  db: Db | Tx,
  workspaceId: string,
  meetingId: string,
): Promise<MeetingAttendance | null> {
  const row = await findMeeting(db, workspaceId, meetingId)
  if (!row) return null
  const chairs = await readChairs(db, workspaceId, meetingId)
  const attendance = await readAttendance(db, workspaceId, meetingId)
  const { isMet } = quorumOf(row.leaderId, chairs, attendance)
  return {
    campaignId: row.campaignId,
    state: row.state,
    startedAt: row.startedAt,
    seats: chairs.map(({ departmentId }) => ({
      departmentId,
      attendeeIds: attendance
        .filter((one) => one.departmentId === departmentId && one.state !== 'absent')
        .map((one) => one.memberId),
    })),
    hasQuorum: isMet || (row.state === 'closed' && row.quorumAt !== null),
  }
}

/** Meetings closed in [from, to), and those of them that once had a quorum. */
export async function meetingsHeld(
  db: Db | Tx,
  workspaceId: string,
  from: Date,
  to: Date,
  projectId?: string,
): Promise<{ held: number; withQuorum: number }> {
  const { rows } = await sql<{
    held: number
    withQuorum: number
  }>`select count(*)::int as held, count(quorum_at)::int as with_quorum from meeting
    where workspace_id = ${workspaceId} and state = 'closed' and closed_at >= ${from} and closed_at < ${to} and deleted_at is null
      ${projectId ? sql`and project_id = ${projectId}` : sql``}`.execute(db)
  return rows[0]!
}
