export type SeatFact = { departmentId: string; required: boolean }
export type AttendanceFact = {
  memberId: string
  /** Null: a leader who sits at no seat. */
  departmentId: string | null
  state: 'present' | 'absent' | 'delegate'
}

/**
 * Quorum = the leader (or whoever acts as leader) + at least one person at every required seat, there by right or as a
 * delegate. Without a leader there is no quorum.
 */
export function quorumOf(
  leaderId: string | null,
  seats: readonly SeatFact[],
  attendance: readonly AttendanceFact[],
): { isMet: boolean; leaderPresent: boolean; missingIds: string[] } {
  const here = attendance.filter((one) => one.state !== 'absent')
  const taken = new Set(here.map((one) => one.departmentId))
  const leaderPresent = leaderId !== null && here.some((one) => one.memberId === leaderId)
  const missingIds = seats
    .filter((seat) => seat.required && !taken.has(seat.departmentId))
    .map((seat) => seat.departmentId)
  return { isMet: leaderPresent && missingIds.length === 0, leaderPresent, missingIds }
}
