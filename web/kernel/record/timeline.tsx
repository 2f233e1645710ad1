import { Button, Chip, Group, Skeleton } from '@mantine/core'
import { type Icon, IconPoint } from '@tabler/icons-react'
import { type ReactNode, useState } from 'react'
import { useFormat, useT } from '../i18n.tsx'
import { useMe } from '../me.tsx'
import { Link } from '../navigation.tsx'
import { DepartmentMark } from './department-mark.tsx'
import { EmptyState } from './empty-state.tsx'
import './record.css'

export type TimelineItem = {
  id: string
  at: string
  kind: string
  /** Null: it happened by itself. */
  actorName: string | null
  title: string
  body?: ReactNode
  icon?: Icon
  /** Keys of the departments of who did it. */
  departments?: readonly string[]
  /** Address of what it is about. */
  to?: string
}
export type TimelineFilter = { kinds: string[]; departments: string[] }
type Props = {
  items: readonly TimelineItem[]
  loading?: boolean
  hasMore?: boolean
  onMore?: () => void
  /** Words for the kinds that can be filtered; kinds without words are always shown. */
  kindLabels?: Record<string, string>
  /** Gives the filter to the caller (to ask the server); without it the loaded items are filtered. */
  onFilter?: (filter: TimelineFilter) => void
  /** Where a note or an activity is written. */
  composer?: ReactNode
  empty?: string
}

/** What happened, newest first, by day; filtered by kind and by department. */
export function Timeline({ items, loading = false, kindLabels = {}, onFilter, ...props }: Props) {
  const t = useT()
  const { departments } = useMe()
  const [filter, setFilter] = useState<TimelineFilter>({ kinds: [], departments: [] })
  const change = (next: TimelineFilter) => {
    setFilter(next)
    onFilter?.(next)
  }
  const shown = onFilter
    ? items
    : items.filter(
        ({ kind, departments: own = [] }) =>
          (filter.kinds.length === 0 || filter.kinds.includes(kind)) &&
          (filter.departments.length === 0 || own.some((key) => filter.departments.includes(key))),
      )
  const used = new Set(items.flatMap((item) => item.departments ?? []))
  const offered = departments.filter(({ key }) => used.has(key) || filter.departments.includes(key))
  return (
    <div className="td-timeline">
      {props.composer}
      {(Object.keys(kindLabels).length > 0 || offered.length > 1) && (
        <Group gap={6} mb="sm" role="group" aria-label={t('kit.timeline.filter')}>
          <Chip.Group multiple value={filter.kinds} onChange={(kinds) => change({ ...filter, kinds })}>
            {Object.entries(kindLabels).map(([kind, label]) => (
              <Chip key={kind} value={kind} size="xs" variant="light">
                {label}
              </Chip>
            ))}
          </Chip.Group>
          {offered.length > 1 && (
            <Chip.Group
              multiple
              value={filter.departments}
              onChange={(keys) => change({ ...filter, departments: keys })}
            >
              {offered.map(({ key }) => (
                <Chip key={key} value={key} size="xs" variant="light">
                  <DepartmentMark department={key} />
                </Chip>
              ))}
            </Chip.Group>
          )}
        </Group>
      )}
      {shown.length === 0 && !loading ? (
        <EmptyState title={t('kit.timeline.emptyTitle')} text={props.empty ?? t('kit.timeline.empty')} />
      ) : (
        <Days items={shown} />
      )}
      {loading && [1, 2, 3].map((key) => <Skeleton key={key} h={36} mb="sm" />)}
      {props.hasMore && !loading && (
        <Button variant="subtle" color="gray" fullWidth onClick={props.onMore}>
          {t('kit.timeline.more')}
        </Button>
      )}
    </div>
  )
}

function Days({ items }: { items: readonly TimelineItem[] }) {
  const format = useFormat()
  const days = Map.groupBy(items, ({ at }) => format.date(at))
  return [...days].map(([day, own]) => (
    <section key={day}>
      <h3 className="td-timeline-day">{format.day(own[0]!.at)}</h3>
      <ol>
        {own.map((item) => (
          <Entry key={item.id} item={item} />
        ))}
      </ol>
    </section>
  ))
}

function Entry({ item }: { item: TimelineItem }) {
  const t = useT()
  const format = useFormat()
  const Icon = item.icon ?? IconPoint
  return (
    <li className="td-timeline-item">
      <span className="td-timeline-icon" aria-hidden="true">
        <Icon size={15} stroke={1.8} />
      </span>
      <div className="td-timeline-text">
        <div>{item.to ? <Link to={item.to}>{item.title}</Link> : item.title}</div>
        <div className="td-timeline-meta">
          <span>{item.actorName ?? t('kit.timeline.byItself')}</span>
          {item.departments?.map((key) => (
            <DepartmentMark key={key} department={key} />
          ))}
          <time dateTime={item.at} title={format.dateTime(item.at)} className="td-num">
            {format.time(item.at)}
          </time>
        </div>
        {item.body && <div className="td-timeline-body">{item.body}</div>}
      </div>
    </li>
  )
}
