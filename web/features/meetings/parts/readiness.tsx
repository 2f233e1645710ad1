import { IconAlertTriangle, IconCircle, IconCircleCheck } from '@tabler/icons-react'
import type { ReactNode } from 'react'
import type { Readiness } from '#contract/meetings.ts'
import { type Translate, useFormat, useT } from '../../../kernel/i18n.tsx'
import { Link } from '../../../kernel/navigation.tsx'

type Props = {
  readiness: Readiness
  /** Where the list stands elsewhere: leads to the meeting. */
  meetingId?: string
}

/** What is left to do before people sit down, each with the way to its mend. */
export function ReadinessList({ readiness, meetingId }: Props) {
  const t = useT()
  const format = useFormat()
  const { missingSeats, locks, agendaCount, openActions, overdueActions } = readiness
  const inMeeting = (words: string) => (meetingId ? <Link to={`/meetings/${meetingId}`}>{words}</Link> : words)
  return (
    <ul className="mt-ready">
      {missingSeats.length > 0 && (
        <Line isOpen>
          {t('meetings.readiness.missingSeats', {
            count: missingSeats.length,
            seats: format.list(missingSeats.map((seat) => seat.departmentName)),
          })}
        </Line>
      )}
      {locks.map((lock) => (
        <Line key={lock.code} isOpen>
          {lockWords(t, lock.code)}
          <ul className="mt-mends">
            {lock.items.map((item) => (
              <li key={item.id}>
                <Link to={item.url}>{item.name}</Link>
              </li>
            ))}
          </ul>
        </Line>
      ))}
      {openActions > 0 && (
        <Line isWarning>
          {inMeeting(t('meetings.readiness.actions', { count: openActions, overdue: overdueActions }))}
        </Line>
      )}
      <Line isWarning={agendaCount === 0}>{inMeeting(t('meetings.readiness.agenda', { count: agendaCount }))}</Line>
      {missingSeats.length === 0 && locks.length === 0 && <Line>{t('meetings.readiness.ready')}</Line>}
    </ul>
  )
}

/** Why decisions are locked: `meetings.locks.<code>`, else the problem's own words. */
export const lockWords = (t: Translate, code: string) =>
  t.has(`meetings.locks.${code}`) ? t(`meetings.locks.${code}`) : t(`problems.${code}`)

function Line({ isOpen, isWarning, children }: { isOpen?: boolean; isWarning?: boolean; children: ReactNode }) {
  const t = useT()
  const state = isOpen ? 'open' : isWarning ? 'warning' : 'done'
  const Mark = { open: IconCircle, warning: IconAlertTriangle, done: IconCircleCheck }[state]
  return (
    <li data-state={state}>
      <Mark size={18} stroke={1.8} role="img" aria-label={t(`meetings.readiness.marks.${state}`)} />
      <div>{children}</div>
    </li>
  )
}
