import type { Meeting } from '#contract/meetings.ts'
import { useMe } from '../../../kernel/me.tsx'
import { useAct } from '../../../kernel/query.ts'

/** Who sits where: set by anybody in the room, seen by everybody at once. */
export function useAttendance(meeting: Meeting) {
  const { member } = useMe()
  const { mutate, isPending } = useAct('PUT /meetings/:id/attendance', { invalidates: ['/meetings'] })
  const set = (memberId: string, departmentId: string | null, state: 'present' | 'absent' | 'delegate') =>
    mutate({ params: { id: meeting.id }, body: { memberId, departmentId, state } })
  const mySeat = meeting.seats.find((seat) => seat.members.some(({ memberId }) => memberId === member.id))
  const leadsWithoutSeat = meeting.leaderId === member.id && !mySeat
  const isHere =
    meeting.seats.some((seat) => seat.attendance.some((one) => one.memberId === member.id && one.state !== 'absent')) ||
    (leadsWithoutSeat && meeting.leaderAttendance === 'present')
  return {
    set,
    isPending,
    /** The reader has a place by right and has not taken it yet. */
    canArrive: !isHere && (mySeat !== undefined || leadsWithoutSeat),
    arrive: () => set(member.id, mySeat?.departmentId ?? null, 'present'),
  }
}
export type Attendance = ReturnType<typeof useAttendance>
