import { Badge } from '@mantine/core'
import type { MeetingSeat } from '#contract/meetings.ts'
import { useT } from '../../../kernel/i18n.tsx'
import { DepartmentMark } from '../../../kernel/record/department-mark.tsx'
import { MemberAvatar } from '../../../kernel/record/member-avatar.tsx'
import { Panel } from '../../../kernel/record/record-page.tsx'

const colours = { accepted: 'green', tentative: 'amber', declined: 'red', pending: 'gray' } as const

/** Who may sit where, and what they answered. */
export function SeatsPanel({ seats }: { seats: readonly MeetingSeat[] }) {
  const t = useT()
  return (
    <Panel title={t('meetings.seats.title')}>
      <ul className="mt-seats">
        {seats.map((seat) => {
          const isExpected = seat.members.some((member) => member.rsvp === 'accepted')
          return (
            <li key={seat.departmentId}>
              <div className="mt-seat-head">
                <DepartmentMark department={seat.departmentId} />
                {!seat.required && <span className="td-muted mt-small">{t('meetings.seats.optional')}</span>}
                <Badge size="sm" color={isExpected ? 'green' : 'gray'}>
                  {t(isExpected ? 'meetings.seats.coming' : 'meetings.seats.unanswered')}
                </Badge>
              </div>
              {seat.members.length === 0 && <p className="td-muted mt-plain mt-small">{t('meetings.seats.nobody')}</p>}
              <ul className="mt-people">
                {seat.members.map((member) => (
                  <li key={member.memberId}>
                    <MemberAvatar name={member.fullName} size={20} />
                    <span className="td-clip">{member.fullName}</span>
                    <Badge size="sm" color={colours[member.rsvp]}>
                      {t(`meetings.rsvp.${member.rsvp}`)}
                    </Badge>
                  </li>
                ))}
              </ul>
            </li>
          )
        })}
      </ul>
    </Panel>
  )
}
