import { ActionIcon, Button, SegmentedControl } from '@mantine/core'
import { IconChevronLeft, IconChevronRight } from '@tabler/icons-react'
import type { MeetingRow } from '#contract/meetings.ts'
import { clockNow } from '../../../kernel/clock.ts'
import { instantOf, wallTimeOf } from '../../../kernel/form/zone.ts'
import { useFormat, useT } from '../../../kernel/i18n.tsx'
import { Link, useSearch } from '../../../kernel/navigation.tsx'
import { useApi } from '../../../kernel/query.ts'
import { standingOf } from '../parts/state-badge.tsx'
import { addDays, daysShown, firstOfMonth } from './calendar-days.ts'
import type { Chosen } from './lists.tsx'

/** Meetings on the days of a week or a month, in the reader's zone. */
export function CalendarGrid({ chosen }: { chosen: Chosen }) {
  const t = useT()
  const format = useFormat()
  const [search, setSearch] = useSearch()
  const today = wallTimeOf(clockNow(), format.timeZone).slice(0, 10)
  const span = search.span === 'week' ? 'week' : 'month'
  const day = typeof search.day === 'string' && /^\d{4}-\d{2}-\d{2}$/.test(search.day) ? search.day : today
  const days = daysShown(span, day)
  const { data } = useApi(
    'GET /meetings',
    {
      query: {
        ...chosen,
        from: instantOf(`${days[0]} 00:00:00`, format.timeZone),
        to: instantOf(`${addDays(days.at(-1) ?? day, 1)} 00:00:00`, format.timeZone),
        sort: 'startsAt',
        limit: 200,
      },
    },
    { keepPrevious: true },
  )
  const onDay = Map.groupBy(data?.items ?? [], (row) => wallTimeOf(row.startsAt, format.timeZone).slice(0, 10))
  const show = (part: { span?: string; day?: string }) => setSearch({ ...search, ...part })
  const move = (by: 1 | -1) => show({ day: span === 'week' ? addDays(day, 7 * by) : firstOfMonth(day, by) })
  const title = new Intl.DateTimeFormat(format.locale, { month: 'long', year: 'numeric', timeZone: 'UTC' })
  return (
    <section className="mt-calendar" aria-label={t('meetings.layout.calendar')}>
      <header>
        <ActionIcon variant="default" size="lg" onClick={() => move(-1)} aria-label={t('meetings.calendar.previous')}>
          <IconChevronLeft size={18} />
        </ActionIcon>
        <Button variant="default" onClick={() => show({ day: today })}>
          {t('meetings.calendar.today')}
        </Button>
        <ActionIcon variant="default" size="lg" onClick={() => move(1)} aria-label={t('meetings.calendar.next')}>
          <IconChevronRight size={18} />
        </ActionIcon>
        <h3 aria-live="polite">{title.format(new Date(`${day}T00:00:00Z`))}</h3>
        <SegmentedControl
          size="xs"
          aria-label={t('meetings.calendar.span')}
          value={span}
          onChange={(next) => show({ span: next })}
          data={(['week', 'month'] as const).map((value) => ({ value, label: t(`meetings.calendar.${value}`) }))}
        />
      </header>
      <ol className="mt-grid" data-span={span}>
        {days.map((one) => (
          <Day
            key={one}
            day={one}
            meetings={onDay.get(one) ?? []}
            isToday={one === today}
            isOutside={span === 'month' && !one.startsWith(day.slice(0, 7))}
          />
        ))}
      </ol>
    </section>
  )
}

type DayProps = { day: string; meetings: readonly MeetingRow[]; isToday: boolean; isOutside: boolean }

function Day({ day, meetings, isToday, isOutside }: DayProps) {
  const format = useFormat()
  const at = new Date(`${day}T00:00:00Z`)
  const weekday = new Intl.DateTimeFormat(format.locale, { weekday: 'short', timeZone: 'UTC' }).format(at)
  return (
    <li
      className="mt-day"
      data-today={isToday || undefined}
      data-outside={isOutside || undefined}
      data-empty={meetings.length === 0 || undefined}
      {...(isToday && { 'aria-current': 'date' as const })}
    >
      <span className="mt-day-name td-num">
        <span className="mt-day-weekday">{weekday}</span> {Number(day.slice(8))}
      </span>
      <ul>
        {meetings.map((row) => (
          <li key={row.id}>
            <Link to={`/meetings/${row.id}`} className="mt-entry" data-state={standingOf(row)} title={row.name}>
              <span className="td-num">{format.time(row.startsAt)}</span> {row.name}
            </Link>
          </li>
        ))}
      </ul>
    </li>
  )
}
