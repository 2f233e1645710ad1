import { sql } from 'kysely'
import type { Meeting } from '#contract/meetings.ts'
import type { Db, Tx } from '#kernel/db.ts'
import type { Ctx } from '#kernel/http.ts'
import { locksOf } from './locks-of.ts'
import { quorumOf } from './rules/quorum.ts'
import { readAttendance, readSeats } from './seats.ts'
import { type Row, requireMeeting, toSummary } from './select-meetings.ts'

/** A meeting with everything its screen shows; locks are judged at the reader's time. */
export async function readMeeting(
  db: Db | Tx,
  { actor, clock }: Pick<Ctx, 'actor' | 'clock'>,
  id: string,
): Promise<Meeting> {
  const { workspaceId } = actor
  const row = await requireMeeting(db, workspaceId, id)
  const isOpen = row.state === 'planned' || row.state === 'live'
  const attendance = await readAttendance(db, workspaceId, id)
  const seats = await readSeats(db, workspaceId, id, attendance)
  const { isMet, leaderPresent, missingIds } = quorumOf(row.leaderId, seats, attendance)
  const locks = isOpen ? await locksOf(db, workspaceId, clock.now(), row) : []
  const mine = seats.flatMap((seat) => seat.members).find((one) => one.memberId === actor.id)
  return {
    ...toSummary(row),
    ...(await neighboursOf(db, workspaceId, row)),
    plannedLeaderId: row.plannedLeaderId,
    leaderLeft: row.leaderLeft,
    seats,
    leaderAttendance:
      attendance.find((one) => one.departmentId === null && one.memberId === row.leaderId)?.state ?? null,
    quorum: {
      isMet,
      leaderPresent,
      missing: seats
        .filter((seat) => missingIds.includes(seat.departmentId))
        .map(({ departmentId, departmentName }) => ({ departmentId, departmentName })),
    },
    locks: locks.map(({ code, items }) => ({ code, items: [...items] })),
    canDecide: isOpen && isMet && locks.length === 0,
    current:
      row.state === 'live' && row.currentItemId && row.currentSince
        ? { agendaItemId: row.currentItemId, since: row.currentSince.toISOString() }
        : null,
    minutesDocumentId: row.minutesDocumentId,
    startedAt: row.startedAt?.toISOString() ?? null,
    closedBy: row.closedBy,
    hadQuorum: row.quorumAt !== null,
    cancelledAt: row.cancelledAt?.toISOString() ?? null,
    cancelReason: row.cancelReason,
    myRsvp: mine?.rsvp ?? (row.leaderId === actor.id ? await ownAnswer(db, workspaceId, id, actor.id) : null),
    createdAt: row.createdAt.toISOString(),
    updatedAt: row.updatedAt.toISOString(),
  }
}

/** A leader without a seat is invited as well. */
async function ownAnswer(db: Db | Tx, workspaceId: string, id: string, memberId: string) {
  const { rows } = await sql<{ answer: 'accepted' | 'declined' | 'tentative' }>`select answer from meeting_answer
    where workspace_id = ${workspaceId} and meeting_id = ${id} and member_id = ${memberId}`.execute(db)
  return rows[0]?.answer ?? 'pending'
}

/** The meetings of the series before and after this one. */
async function neighboursOf(
  db: Db | Tx,
  workspaceId: string,
  { id, seriesId, startsAt }: Row,
): Promise<{ previousMeetingId: string | null; nextMeetingId: string | null }> {
  if (!seriesId) return { previousMeetingId: null, nextMeetingId: null }
  const { rows } = await sql<{ previousMeetingId: string | null; nextMeetingId: string | null }>`select
      (select m.id from meeting m where m.workspace_id = ${workspaceId} and m.series_id = ${seriesId} and m.starts_at < ${startsAt} and m.id <> ${id}
        and m.deleted_at is null and m.state <> 'cancelled' order by m.starts_at desc limit 1) as previous_meeting_id,
      (select m.id from meeting m where m.workspace_id = ${workspaceId} and m.series_id = ${seriesId} and m.starts_at > ${startsAt} and m.id <> ${id}
        and m.deleted_at is null and m.state <> 'cancelled' order by m.starts_at limit 1) as next_meeting_id`.execute(
    db,
  )
  return rows[0]!
}
