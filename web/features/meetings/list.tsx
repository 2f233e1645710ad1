import { Button, Checkbox, SegmentedControl, Select, TextInput } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { IconCalendarPlus, IconPlus, IconSearch, IconUsersGroup } from '@tabler/icons-react'
import { useEffect, useRef, useState } from 'react'
import { useT } from '../../kernel/i18n.tsx'
import { Can, useCan } from '../../kernel/me.tsx'
import { useSearch } from '../../kernel/navigation.tsx'
import { useApi } from '../../kernel/query.ts'
import { EmptyState } from '../../kernel/record/empty-state.tsx'
import { useCreate } from '../../kernel/shell/create.tsx'
import { Page } from '../../kernel/shell/page.tsx'
import { useShortcuts } from '../../kernel/shortcuts.tsx'
import { CalendarFeeds } from './list/calendar-feeds.tsx'
import { CalendarGrid } from './list/calendar-grid.tsx'
import { Found } from './list/found.tsx'
import { type Chosen, PastList, UpcomingList } from './list/lists.tsx'
import { SeriesList } from './list/series-list.tsx'
import { NextCard } from './next-card.tsx'
import './meetings.css'

const layouts = ['upcoming', 'past', 'calendar'] as const
type Layout = (typeof layouts)[number]

/** Monday at nine: what is next and whether it is ready, then everything to come and everything that was. */
export default function Meetings() {
  const t = useT()
  const create = useCreate()
  const [isSubscribing, setIsSubscribing] = useState(false)
  const { layout, chosen, words, change } = useAddress()
  const { data: next, isPending } = useApi('GET /meetings/next', {
    query: chosen.projectId ? { projectId: chosen.projectId } : {},
  })
  const { data: series } = useApi('GET /meeting-series', { query: { limit: 200 } })
  const { data: any } = useApi('GET /meetings', { query: { limit: 1, sort: '-startsAt' } })
  const isEmpty = !isPending && next?.meeting === null && series?.items.length === 0 && any?.items.length === 0
  const newMeeting = (
    <Can permission="meetings.write">
      <Button leftSection={<IconPlus size={16} />} onClick={() => create.open('meeting')}>
        {t('meetings.create.title')}
      </Button>
    </Can>
  )
  return (
    <Page
      title={t('meetings.title')}
      actions={
        <>
          <Button variant="default" leftSection={<IconCalendarPlus size={16} />} onClick={() => setIsSubscribing(true)}>
            {t('meetings.feeds.action')}
          </Button>
          {newMeeting}
        </>
      }
    >
      {isEmpty ? (
        <EmptyState
          picture={<IconUsersGroup size={48} stroke={1.1} />}
          title={t('meetings.empty.title')}
          text={t('meetings.empty.text')}
          action={
            <Can permission="meetings.write">
              <Button onClick={() => create.open('meeting')}>{t('meetings.empty.action')}</Button>
            </Can>
          }
        />
      ) : (
        <>
          {next?.meeting && <NextCard meeting={next.meeting} readiness={next.readiness} />}
          <Bar layout={layout} chosen={chosen} words={words} change={change} />
          {words.length >= 2 ? (
            <Found words={words} />
          ) : (
            <div className="mt-columns">
              <div>
                {layout === 'upcoming' && <UpcomingList chosen={chosen} />}
                {layout === 'past' && <PastList chosen={chosen} />}
                {layout === 'calendar' && <CalendarGrid chosen={chosen} />}
              </div>
              <SeriesList items={series?.items ?? []} projectId={chosen.projectId} />
            </div>
          )}
        </>
      )}
      {isSubscribing && <CalendarFeeds onClose={() => setIsSubscribing(false)} />}
    </Page>
  )
}

type Change = (part: Record<string, string | null>) => void

/** What is shown stands in the address. */
function useAddress() {
  const [search, setSearch] = useSearch()
  const text = (name: string) => (typeof search[name] === 'string' ? search[name] : undefined)
  const chosen: Chosen = {
    ...(text('projectId') && { projectId: text('projectId') }),
    ...(text('seriesId') && { seriesId: text('seriesId') }),
    ...(text('mine') && { mine: true }),
  }
  const change: Change = (part) => {
    const next = { ...search }
    for (const [name, value] of Object.entries(part)) {
      if (value) next[name] = value
      else delete next[name]
    }
    setSearch(next)
  }
  const layout: Layout = layouts.find((one) => one === text('layout')) ?? 'upcoming'
  return { layout, chosen, words: text('q') ?? '', change }
}

type BarProps = { layout: Layout; chosen: Chosen; words: string; change: Change }

function Bar({ layout, chosen, words, change }: BarProps) {
  const t = useT()
  const can = useCan()
  const searchBox = useRef<HTMLInputElement>(null)
  const [typed, setTyped] = useState(words)
  const [settled] = useDebouncedValue(typed, 250)
  const { data: projects } = useApi('GET /projects', { query: { limit: 100 } }, { enabled: can('projects.read') })
  const { data: series } = useApi('GET /meeting-series', { query: { limit: 200 } })
  // biome-ignore lint/correctness/useExhaustiveDependencies: only what was typed moves the address
  useEffect(() => {
    if (settled.trim() !== words) change({ q: settled.trim() || null })
  }, [settled])
  useShortcuts([{ keys: '/', label: 'meetings.search.label', run: () => searchBox.current?.focus() }])
  const pick = (name: string, label: string, items: readonly { id: string; name: string }[], value?: string) =>
    items.length > 0 && (
      <Select
        clearable
        searchable
        w={180}
        aria-label={label}
        placeholder={label}
        data={items.map((item) => ({ value: item.id, label: item.name }))}
        value={value ?? null}
        onChange={(id) => change({ [name]: id })}
      />
    )
  return (
    <div className="mt-bar">
      <SegmentedControl
        aria-label={t('meetings.layout.label')}
        value={layout}
        onChange={(next) => change({ layout: next === 'upcoming' ? null : next })}
        data={layouts.map((value) => ({ value, label: t(`meetings.layout.${value}`) }))}
      />
      <TextInput
        ref={searchBox}
        className="mt-search"
        leftSection={<IconSearch size={15} />}
        aria-label={t('meetings.search.label')}
        placeholder={t('meetings.search.placeholder')}
        maxLength={200}
        value={typed}
        onChange={(event) => setTyped(event.currentTarget.value)}
        onKeyDown={(event) => {
          if (event.key === 'Escape') setTyped('')
        }}
      />
      {pick('projectId', t('meetings.fields.project'), projects?.items ?? [], chosen.projectId)}
      {pick('seriesId', t('meetings.fields.series'), series?.items ?? [], chosen.seriesId)}
      <Checkbox
        label={t('meetings.filters.mine')}
        checked={chosen.mine ?? false}
        onChange={(event) => change({ mine: event.currentTarget.checked ? '1' : null })}
      />
    </div>
  )
}
