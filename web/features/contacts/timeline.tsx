import { useState } from 'react'
import { useFormat, useT } from '../../kernel/i18n.tsx'
import { useApiPages } from '../../kernel/query.ts'
import { Timeline, type TimelineFilter } from '../../kernel/record/timeline.tsx'
import { Widgets } from '../../kernel/shell/widgets.tsx'
import { kinds, toItem } from './entry.tsx'

type Kind = (typeof kinds)[number][0]

/** What happened with a contact; filtered by the server. `compose`: the whole of it, with filters and a place to write; otherwise only the latest. */
export function ContactTimeline({ contactId, compose = false }: { contactId: string; compose?: boolean }) {
  const t = useT()
  const format = useFormat()
  const [filter, setFilter] = useState<TimelineFilter>({ kinds: [], departments: [] })
  const pages = useApiPages(
    'GET /contacts/:id/timeline',
    {
      params: { id: contactId },
      query: { kind: filter.kinds as Kind[], department: filter.departments, limit: compose ? 50 : 10 },
    },
    { keepPrevious: true },
  )
  return (
    <Timeline
      items={pages.items.map((entry) => toItem(entry, { t, format, noun: 'contacts' }))}
      loading={pages.isPending}
      hasMore={pages.hasNextPage}
      onMore={() => void pages.fetchNextPage()}
      {...(compose && {
        kindLabels: Object.fromEntries(kinds.map(([kind]) => [kind, t(`timeline.kinds.${kind}`)])),
        onFilter: setFilter,
        composer: <Widgets slot="record.composer" props={{ contactId }} />,
      })}
    />
  )
}
