import type { MeetingSeries } from '#contract/meeting-series.ts'
import { useFormat, useT } from '../../../kernel/i18n.tsx'
import { Link } from '../../../kernel/navigation.tsx'
import { recurrenceWords } from '../recurrence/words.ts'

type Props = { items: readonly MeetingSeries[]; projectId?: string | undefined }

/** The series that go on, each with its rhythm and its next date. */
export function SeriesList({ items, projectId }: Props) {
  const t = useT()
  const format = useFormat()
  const shown = items.filter((one) => one.state === 'active' && (!projectId || one.projectId === projectId))
  return (
    <aside className="mt-series" aria-labelledby="mt-series-title">
      <h2 id="mt-series-title">{t('meetings.series.title')}</h2>
      {shown.length === 0 && <p className="td-muted mt-plain mt-small">{t('meetings.series.none')}</p>}
      <ul>
        {shown.map((one) => (
          <li key={one.id}>
            <Link to={`/meetings/series/${one.id}`}>{one.name}</Link>
            <span className="td-muted">
              {recurrenceWords(t, format, one.rrule)}, {one.time}
            </span>
            {one.nextMeeting && (
              <span className="td-muted">
                {t('meetings.series.next', { day: format.day(one.nextMeeting.startsAt) })}
              </span>
            )}
            {one.leaderLeft && <span className="mt-warn">{t('meetings.leader.left')}</span>}
          </li>
        ))}
      </ul>
    </aside>
  )
}
