import { Button, Checkbox, Popover, UnstyledButton } from '@mantine/core'
import { IconCircle, IconCircleCheckFilled, IconHandStop, IconUserCheck } from '@tabler/icons-react'
import type { Meeting, MeetingSeat } from '#contract/meetings.ts'
import { useFormat, useT } from '../../../kernel/i18n.tsx'
import { DepartmentMark } from '../../../kernel/record/department-mark.tsx'
import { MemberSelect, useMembers } from '../../../kernel/record/member-select.tsx'
import type { Attendance } from './use-attendance.ts'

type Props = {
  meeting: Meeting
  attendance: Attendance
  canWrite: boolean
  /** The seat whose list is open: its department, or `leader`. */
  open: string | null
  onOpen: (seat: string | null) => void
}

/** Who is in the room, seat by seat; a press sets who came or who sits in. */
export function SeatBar({ meeting, attendance, canWrite, open, onOpen }: Props) {
  const t = useT()
  return (
    <div className="mt-seat-bar">
      <ul aria-label={t('meetings.seats.title')}>
        {meeting.seats.map((seat) => (
          <li key={seat.departmentId}>
            <SeatChip
              seat={seat}
              attendance={attendance}
              canWrite={canWrite}
              isOpen={open === seat.departmentId}
              onOpen={(isOpen) => onOpen(isOpen ? seat.departmentId : null)}
            />
          </li>
        ))}
        <LeaderChip meeting={meeting} attendance={attendance} canWrite={canWrite} />
      </ul>
      {canWrite && attendance.canArrive && (
        <Button
          size="compact-sm"
          leftSection={<IconHandStop size={15} />}
          loading={attendance.isPending}
          onClick={attendance.arrive}
        >
          {t('meetings.live.here')}
        </Button>
      )}
    </div>
  )
}

type ChipProps = {
  seat: MeetingSeat
  attendance: Attendance
  canWrite: boolean
  isOpen: boolean
  onOpen: (isOpen: boolean) => void
}

function SeatChip({ seat, attendance, canWrite, isOpen, onOpen }: ChipProps) {
  const t = useT()
  const format = useFormat()
  const here = seat.attendance.filter((one) => one.state !== 'absent')
  const names = here.map((one) => one.fullName.split(' ')[0] ?? one.fullName)
  const Mark = seat.isTaken ? IconCircleCheckFilled : IconCircle
  return (
    <Popover opened={isOpen} onChange={onOpen} position="bottom-start" shadow="md" width={280} trapFocus returnFocus>
      <Popover.Target>
        <UnstyledButton
          className="mt-chip"
          data-taken={seat.isTaken || undefined}
          data-required={seat.required || undefined}
          disabled={!canWrite}
          onClick={() => onOpen(!isOpen)}
        >
          <Mark size={16} aria-hidden="true" />
          <DepartmentMark department={seat.departmentId} />
          <span className="td-muted td-clip">
            {names.length > 0
              ? format.list(names)
              : t(seat.required ? 'meetings.seats.empty' : 'meetings.seats.optional')}
          </span>
        </UnstyledButton>
      </Popover.Target>
      <Popover.Dropdown>
        <SeatList seat={seat} attendance={attendance} />
      </Popover.Dropdown>
    </Popover>
  )
}

function SeatList({ seat, attendance }: { seat: MeetingSeat; attendance: Attendance }) {
  const t = useT()
  const stateOf = (memberId: string) => seat.attendance.find((one) => one.memberId === memberId)?.state
  const delegates = seat.attendance.filter((one) => one.state === 'delegate')
  return (
    <div className="mt-seat-list">
      <strong>{t('meetings.live.whoSits', { department: seat.departmentName })}</strong>
      {seat.members.map((member) => (
        <Checkbox
          key={member.memberId}
          label={member.fullName}
          checked={stateOf(member.memberId) === 'present'}
          onChange={(event) =>
            attendance.set(member.memberId, seat.departmentId, event.currentTarget.checked ? 'present' : 'absent')
          }
        />
      ))}
      {delegates.map((one) => (
        <Checkbox
          key={one.memberId}
          label={t('meetings.live.delegate', { name: one.fullName })}
          checked
          onChange={() => attendance.set(one.memberId, seat.departmentId, 'absent')}
        />
      ))}
      <MemberSelect
        label={t('meetings.live.addDelegate')}
        description={t('meetings.live.delegateHint')}
        size="sm"
        comboboxProps={{ withinPortal: false }}
        value={null}
        onChange={(id) => id && attendance.set(id, seat.departmentId, 'delegate')}
      />
    </div>
  )
}

/** A leader who belongs to none of the departments sits at the head of the table. */
function LeaderChip({ meeting, attendance, canWrite }: Pick<Props, 'meeting' | 'attendance' | 'canWrite'>) {
  const t = useT()
  const leader = useMembers().find(({ id }) => id === meeting.leaderId)
  const hasSeat = meeting.seats.some(
    (seat) =>
      seat.members.some(({ memberId }) => memberId === meeting.leaderId) ||
      seat.attendance.some(({ memberId }) => memberId === meeting.leaderId),
  )
  if (!leader || hasSeat) return null
  const isHere = meeting.leaderAttendance === 'present'
  return (
    <li>
      <UnstyledButton
        className="mt-chip"
        data-taken={isHere || undefined}
        data-required
        aria-pressed={isHere}
        disabled={!canWrite}
        onClick={() => attendance.set(leader.id, null, isHere ? 'absent' : 'present')}
      >
        <IconUserCheck size={16} aria-hidden="true" />
        <span>{t('meetings.fields.leader')}</span>
        <span className="td-muted td-clip">{leader.fullName}</span>
      </UnstyledButton>
    </li>
  )
}
