import { Button } from '@mantine/core'
import { clockNow } from '../../kernel/clock.ts'
import { useFormat, useT } from '../../kernel/i18n.tsx'
import { Link } from '../../kernel/navigation.tsx'
import { useApi } from '../../kernel/query.ts'
import { DepartmentMark } from '../../kernel/record/department-mark.tsx'

const soonMs = 7 * 86_400_000

/** The next meeting within a week and whether it is ready; while it runs, the way in. */
export default function MeetingsToday() {
  const t = useT()
  const format = useFormat()
  const { data } = useApi('GET /meetings/next')
  const meeting = data?.meeting
  if (!meeting || Date.parse(meeting.startsAt) - clockNow() > soonMs) return null
  const isLive = meeting.state === 'live'
  const readiness = data.readiness
  const left = readiness ? readiness.missingSeats.length + readiness.locks.length : 0
  return (
    <section className="td-card">
      <header>
        <h2>{t(isLive ? 'meetings.next.now' : 'meetings.next.title')}</h2>
        <Link to="/meetings" className="td-card-more">
          {t('meetings.today.more')}
        </Link>
      </header>
      <div className="td-row" style={{ paddingInline: 0 }}>
        <Link to={`/meetings/${meeting.id}`} className="td-row-name">
          <strong>{meeting.name}</strong>
          <time className="td-muted" dateTime={meeting.startsAt}>
            {format.day(meeting.startsAt)}, {format.time(meeting.startsAt)}
          </time>
        </Link>
        <span className="td-row-marks">
          {meeting.departmentIds.map((id) => (
            <DepartmentMark key={id} department={id} markOnly />
          ))}
          {isLive ? (
            <Button component={Link} to={`/meetings/${meeting.id}`} size="compact-sm">
              {t('meetings.next.join')}
            </Button>
          ) : (
            readiness && (
              <Link to={`/meetings/${meeting.id}`}>
                {left === 0 ? t('meetings.readiness.short') : t('meetings.readiness.left', { count: left })}
              </Link>
            )
          )}
        </span>
      </div>
    </section>
  )
}
