import { ActionIcon, Badge, Button, Group } from '@mantine/core'
import { IconCalendarEvent, IconChevronLeft, IconChevronRight } from '@tabler/icons-react'
import { useState } from 'react'
import { clockNow } from '../../kernel/clock.ts'
import { useFormat, useT } from '../../kernel/i18n.tsx'
import { Link } from '../../kernel/navigation.tsx'
import { type RowOf, useApi } from '../../kernel/query.ts'
import { EmptyState } from '../../kernel/record/empty-state.tsx'
import { Page } from '../../kernel/shell/page.tsx'
import { TrainingTabs } from './tabs.tsx'

type Entry = RowOf<'GET /trainings/calendar'>
const dayOf = (time: number) => new Date(time).toISOString().slice(0, 10)
const monthOf = (time: number, add: number) => {
  const at = new Date(time)
  return dayOf(Date.UTC(at.getUTCFullYear(), at.getUTCMonth() + add, 1))
}

/** The sessions of a month, day by day. */
export default function TrainingCalendar() {
  const t = useT()
  const format = useFormat()
  const [from, setFrom] = useState(() => monthOf(clockNow(), 0))
  const start = Date.parse(`${from}T00:00:00Z`)
  const to = dayOf(Date.parse(`${monthOf(start, 1)}T00:00:00Z`) - 86_400_000)
  const { data } = useApi('GET /trainings/calendar', { query: { from, to } }, { keepPrevious: true })
  const days = Map.groupBy(data?.items ?? [], (item) => format.day(item.startsAt))
  const month = new Intl.DateTimeFormat(format.locale, { month: 'long', year: 'numeric', timeZone: 'UTC' }).format(
    start,
  )
  return (
    <Page title={t('trainings.calendar.title')}>
      <TrainingTabs />
      <Group gap="xs" mb="md">
        <ActionIcon
          variant="default"
          size="lg"
          onClick={() => setFrom(monthOf(start, -1))}
          aria-label={t('trainings.calendar.previous')}
        >
          <IconChevronLeft size={18} />
        </ActionIcon>
        <Button variant="default" onClick={() => setFrom(monthOf(clockNow(), 0))}>
          {t('trainings.calendar.today')}
        </Button>
        <ActionIcon
          variant="default"
          size="lg"
          onClick={() => setFrom(monthOf(start, 1))}
          aria-label={t('trainings.calendar.next')}
        >
          <IconChevronRight size={18} />
        </ActionIcon>
        <strong aria-live="polite">{month}</strong>
      </Group>
      {data?.items.length === 0 && (
        <EmptyState
          title={t('trainings.calendar.emptyTitle')}
          text={t('trainings.calendar.empty')}
          picture={<IconCalendarEvent size={40} stroke={1.2} />}
        />
      )}
      {[...days].map(([day, entries]) => (
        <section key={day}>
          <h2 className="tr-heading">{day}</h2>
          <ul className="tr-rows">
            {entries.map((entry) => (
              <SessionRow key={entry.id} entry={entry} />
            ))}
          </ul>
        </section>
      ))}
    </Page>
  )
}

function SessionRow({ entry }: { entry: Entry }) {
  const t = useT()
  const format = useFormat()
  return (
    <li className="tr-row">
      <div>
        <span className="td-num">
          {format.time(entry.startsAt)}–{format.time(entry.endsAt)}
        </span>{' '}
        <Link to={`/trainings/${entry.trainingId}?part=sessions`}>{entry.title}</Link>
        <div className="td-muted">{[entry.topic, entry.place].filter(Boolean).join(' · ')}</div>
      </div>
      <span className="tr-marks td-num">
        {entry.isCancelled ? (
          <Badge variant="light" color="red">
            {t('trainings.sessions.cancelled')}
          </Badge>
        ) : (
          t('trainings.sessions.taken', { enrolled: entry.enrolled, capacity: entry.capacity ?? 0 })
        )}
        {entry.mySeat && entry.mySeat !== 'withdrawn' && (
          <Badge variant="light" color={entry.mySeat === 'enrolled' ? 'green' : 'amber'}>
            {t(`trainings.sessions.${entry.mySeat}`)}
          </Badge>
        )}
      </span>
    </li>
  )
}
