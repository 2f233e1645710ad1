import { ActionIcon, Button, Group } from '@mantine/core'
import { IconAlertTriangle, IconChevronLeft, IconChevronRight, IconPlus } from '@tabler/icons-react'
import { useState } from 'react'
import { useFormat, useT } from '../../kernel/i18n.tsx'
import { Can } from '../../kernel/me.tsx'
import { Link } from '../../kernel/navigation.tsx'
import { type RowOf, useApi } from '../../kernel/query.ts'
import { EmptyState } from '../../kernel/record/empty-state.tsx'
import { useCreate } from '../../kernel/shell/create.tsx'
import { Page } from '../../kernel/shell/page.tsx'
import { CollisionList } from './room/collisions.tsx'
import { StateBadge } from './state-badge.tsx'
import './campaigns.css'
import { clockNow } from '../../kernel/clock.ts'

type Entry = RowOf<'GET /campaigns/calendar'>
const dayMs = 86_400_000
const dayOf = (time: number) => new Date(time).toISOString().slice(0, 10)
const timeOf = (day: string) => Date.parse(`${day}T00:00:00Z`)

/** Two months of campaigns as bars; what gets in each other's way says so. */
export default function CampaignCalendar() {
  const t = useT()
  const format = useFormat()
  const create = useCreate()
  const [month, setMonth] = useState(() => firstOfMonth(clockNow(), 0))
  const from = month
  const to = dayOf(timeOf(firstOfMonth(timeOf(month), 2)) - dayMs)
  const { data, isPending } = useApi('GET /campaigns/calendar', { query: { from, to } }, { keepPrevious: true })
  const monthName = (day: string) =>
    new Intl.DateTimeFormat(format.locale, { month: 'long', year: 'numeric', timeZone: 'UTC' }).format(timeOf(day))
  const move = (months: number) => setMonth(firstOfMonth(timeOf(month), months))
  const items = data?.items ?? []
  const second = firstOfMonth(timeOf(month), 1)
  return (
    <Page
      title={t('campaigns.calendar.title')}
      width="wide"
      actions={
        <Can permission="campaigns.write">
          <Button leftSection={<IconPlus size={16} />} onClick={() => create.open('campaign')}>
            {t('campaigns.create.title')}
          </Button>
        </Can>
      }
    >
      <Group gap="xs" mb="md">
        <ActionIcon variant="default" size="lg" onClick={() => move(-1)} aria-label={t('campaigns.calendar.previous')}>
          <IconChevronLeft size={18} />
        </ActionIcon>
        <Button variant="default" onClick={() => setMonth(firstOfMonth(clockNow(), 0))}>
          {t('campaigns.calendar.today')}
        </Button>
        <ActionIcon variant="default" size="lg" onClick={() => move(1)} aria-label={t('campaigns.calendar.next')}>
          <IconChevronRight size={18} />
        </ActionIcon>
      </Group>
      <div className="cp-calendar">
        <div className="cp-months" aria-hidden="true">
          <span style={{ width: `${share(from, second, from, to)}%` }}>{monthName(from)}</span>
          <span>{monthName(second)}</span>
        </div>
        {items.length === 0 && !isPending ? (
          <EmptyState title={t('campaigns.calendar.empty')} text={t('campaigns.empty.text')} />
        ) : (
          <ul className="cp-rows">
            {items.map((entry) => (
              <Row key={entry.id} entry={entry} from={from} to={to} />
            ))}
          </ul>
        )}
      </div>
    </Page>
  )
}

function Row({ entry, from, to }: { entry: Entry; from: string; to: string }) {
  const t = useT()
  const format = useFormat()
  const today = dayOf(Date.now())
  const start = entry.startsOn < from ? from : entry.startsOn
  const end = entry.endsOn > to ? to : entry.endsOn
  const after = dayOf(timeOf(end) + dayMs)
  return (
    <li className="cp-row">
      <div className="cp-row-head">
        <Link to={`/campaigns/${entry.id}`} className="td-clip">
          {entry.name}
        </Link>
        <StateBadge state={entry.state} />
        <span className="td-muted td-num">
          {format.date(entry.startsOn)} – {format.date(entry.endsOn)}
        </span>
      </div>
      <div className="cp-track" aria-hidden="true">
        {today >= from && today <= to && (
          <span className="cp-today" style={{ insetInlineStart: `${share(from, today, from, to)}%` }} />
        )}
        <span
          className="cp-bar"
          data-state={entry.state}
          data-collides={entry.collisions.length > 0 || undefined}
          style={{ insetInlineStart: `${share(from, start, from, to)}%`, width: `${share(start, after, from, to)}%` }}
        />
      </div>
      {entry.collisions.length > 0 && (
        <details className="cp-collides">
          <summary>
            <IconAlertTriangle size={14} aria-hidden="true" />{' '}
            {t('campaigns.calendar.collisions', { count: entry.collisions.length })}
          </summary>
          <CollisionList collisions={entry.collisions} />
        </details>
      )}
    </li>
  )
}

/** How much of the time shown lies between two days, in percent. */
const share = (start: string, end: string, from: string, to: string) =>
  ((timeOf(end) - timeOf(start)) / (timeOf(to) + dayMs - timeOf(from))) * 100

function firstOfMonth(time: number, add: number): string {
  const at = new Date(time)
  return dayOf(Date.UTC(at.getUTCFullYear(), at.getUTCMonth() + add, 1))
}
