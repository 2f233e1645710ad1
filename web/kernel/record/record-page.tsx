import { ActionIcon, Breadcrumbs, Group, Title, Tooltip } from '@mantine/core'
import { IconChevronDown, IconChevronUp } from '@tabler/icons-react'
import type { ReactNode } from 'react'
import { useT } from '../i18n.tsx'
import { Link, useGo, usePageTitle } from '../navigation.tsx'
import { ErrorScreen } from '../shell/error-screens.tsx'
import { PageSkeleton } from '../shell/page.tsx'
import { useRemember } from '../shell/recent.ts'
import { useShortcuts } from '../shortcuts.tsx'
import './record.css'

type Loaded<T> = { data: T | undefined; error: Error | null; refetch: () => unknown }
type Props<T> = {
  /** What `useApi('GET /…/:id')` answered. */
  query: Loaded<T>
  title: (record: T) => string
  /** The way here, outermost first, without the record itself. */
  crumbs: readonly { to: string; label: string }[]
  badges?: (record: T) => ReactNode
  actions?: (record: T) => ReactNode
  facts: (record: T) => ReactNode
  main: (record: T) => ReactNode
  aside?: (record: T) => ReactNode
  /** Neighbours in the list that the reader came from. */
  previous?: string
  next?: string
  dialogs?: ReactNode
}

/** A record in three zones: facts, what happened, what to do. On narrow screens they follow one another. */
export function RecordPage<T>(props: Props<T>) {
  const { query } = props
  if (query.data !== undefined) return <Loaded {...props} record={query.data} />
  return query.error ? <ErrorScreen error={query.error} reset={() => void query.refetch()} /> : <PageSkeleton />
}

function Loaded<T>({ record, ...props }: Props<T> & { record: T }) {
  const t = useT()
  const go = useGo()
  const { previous, next } = props
  const title = props.title(record)
  usePageTitle(title)
  useRemember(title)
  useShortcuts([
    { keys: 'k', label: 'shortcuts.previous', run: () => (previous ? go(previous) : false) },
    { keys: 'j', label: 'shortcuts.next', run: () => (next ? go(next) : false) },
  ])
  return (
    <div className="td-record">
      <header className="td-record-head">
        <Breadcrumbs separator="/" separatorMargin={6} component="nav" aria-label={t('app.breadcrumbs')}>
          {props.crumbs.map(({ to, label }) => (
            <Link key={to} to={to} className="td-muted">
              {label}
            </Link>
          ))}
        </Breadcrumbs>
        <Group justify="space-between" gap="sm">
          <Group gap="sm" miw={0}>
            <Title order={1}>{title}</Title>
            {props.badges?.(record)}
          </Group>
          <Group gap="xs">
            {props.actions?.(record)}
            {(previous || next) && (
              <Group gap={2}>
                <Neighbour to={previous} label={t('kit.preview.previous')} icon={<IconChevronUp size={18} />} />
                <Neighbour to={next} label={t('kit.preview.next')} icon={<IconChevronDown size={18} />} />
              </Group>
            )}
          </Group>
        </Group>
      </header>
      <div className="td-record-zones" data-aside={props.aside ? true : undefined}>
        <section className="td-record-facts" aria-label={t('kit.record.facts')}>
          {props.facts(record)}
        </section>
        <section className="td-record-main" aria-label={t('kit.record.main')}>
          {props.main(record)}
        </section>
        {props.aside && (
          <section className="td-record-aside" aria-label={t('kit.record.aside')}>
            {props.aside(record)}
          </section>
        )}
      </div>
      {props.dialogs}
    </div>
  )
}

function Neighbour({ to, label, icon }: { to: string | undefined; label: string; icon: ReactNode }) {
  if (!to)
    return (
      <ActionIcon disabled aria-label={label}>
        {icon}
      </ActionIcon>
    )
  return (
    <Tooltip label={label}>
      <ActionIcon component={Link} to={to} aria-label={label}>
        {icon}
      </ActionIcon>
    </Tooltip>
  )
}

/** A titled block at the right of a record: next step, playbook, checks, impact. */
export function Panel({ title, action, children }: { title: string; action?: ReactNode; children: ReactNode }) {
  return (
    <section className="td-panel">
      <Group justify="space-between" mb="xs">
        <h2 className="td-panel-title">{title}</h2>
        {action}
      </Group>
      {children}
    </section>
  )
}
