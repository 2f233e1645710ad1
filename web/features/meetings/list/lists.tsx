import { Button, Skeleton } from '@mantine/core'
import { type ReactNode, useRef, useState } from 'react'
import type { MeetingRow } from '#contract/meetings.ts'
import { clockNow } from '../../../kernel/clock.ts'
import { useFormat, useT } from '../../../kernel/i18n.tsx'
import { Link } from '../../../kernel/navigation.tsx'
import { useApiPages } from '../../../kernel/query.ts'
import { DepartmentMark } from '../../../kernel/record/department-mark.tsx'
import { useShortcuts } from '../../../kernel/shortcuts.tsx'
import { StateBadge, standingOf } from '../parts/state-badge.tsx'

export type Chosen = { projectId?: string; seriesId?: string; mine?: true }
type Props = { chosen: Chosen }

export function UpcomingList({ chosen }: Props) {
  const t = useT()
  const [from] = useState(() => new Date(clockNow()).toISOString())
  const pages = useApiPages('GET /meetings', {
    query: { ...chosen, from, state: ['planned', 'live'], sort: 'startsAt', limit: 30 },
  })
  return (
    <Rows
      rows={pages.items}
      loading={pages.isPending}
      none={t('meetings.list.noneUpcoming')}
      more={pages.hasNextPage ? () => void pages.fetchNextPage() : undefined}
      outcome={null}
    />
  )
}

export function PastList({ chosen }: Props) {
  const t = useT()
  const [to] = useState(() => new Date(clockNow()).toISOString())
  const pages = useApiPages('GET /meetings', {
    query: { ...chosen, to, state: ['planned', 'closed', 'cancelled'], sort: '-startsAt', limit: 30 },
  })
  return (
    <Rows
      rows={pages.items.filter((row) => standingOf(row) !== 'planned')}
      loading={pages.isPending}
      none={t('meetings.list.nonePast')}
      more={pages.hasNextPage ? () => void pages.fetchNextPage() : undefined}
      outcome={(row) =>
        row.state === 'closed' && (
          <span className="td-muted">
            {t('meetings.list.outcome', { decisions: row.decisions, actions: row.actions, open: row.openActions })}
          </span>
        )
      }
    />
  )
}

type RowsProps = {
  rows: readonly MeetingRow[]
  loading: boolean
  none: string
  more: (() => void) | undefined
  outcome: ((row: MeetingRow) => ReactNode) | null
}

/** Meetings under their days; j and k go from one to the next, Enter opens. */
function Rows({ rows, loading, none, more, outcome }: RowsProps) {
  const t = useT()
  const format = useFormat()
  const list = useRef<HTMLDivElement>(null)
  const step = (by: 1 | -1) => {
    const links = [...(list.current?.querySelectorAll<HTMLAnchorElement>('a.mt-row') ?? [])]
    const at = links.indexOf(document.activeElement as HTMLAnchorElement)
    links[Math.max(0, Math.min(links.length - 1, at + by))]?.focus()
  }
  useShortcuts([
    { keys: 'j', label: 'shortcuts.next', run: () => step(1) },
    { keys: 'k', label: 'shortcuts.previous', run: () => step(-1) },
  ])
  if (loading) return <Skeleton h={220} radius="md" />
  if (rows.length === 0) return <p className="td-muted mt-plain">{none}</p>
  const days = Map.groupBy(rows, (row) => format.day(row.startsAt))
  return (
    <div ref={list} className="mt-days">
      {[...days].map(([day, meetings]) => (
        <section key={day}>
          <h3>{day}</h3>
          <ul>
            {meetings.map((row) => (
              <li key={row.id}>
                <Link to={`/meetings/${row.id}`} className="mt-row">
                  <time className="td-num td-muted" dateTime={row.startsAt}>
                    {format.time(row.startsAt)} – {format.time(row.endsAt)}
                  </time>
                  <span className="mt-row-name td-clip">{row.name}</span>
                  {outcome?.(row)}
                  {row.state !== 'planned' || standingOf(row) === 'missed' ? <StateBadge meeting={row} /> : null}
                  <span className="mt-row-seats">
                    {row.departmentIds.map((id) => (
                      <DepartmentMark key={id} department={id} markOnly />
                    ))}
                  </span>
                </Link>
              </li>
            ))}
          </ul>
        </section>
      ))}
      {more && (
        <Button variant="subtle" color="gray" onClick={more}>
          {t('kit.more')}
        </Button>
      )}
    </div>
  )
}
