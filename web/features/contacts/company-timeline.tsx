import { useState } from 'react'
import { useFormat, useT } from '../../kernel/i18n.tsx'
import { useApiPages } from '../../kernel/query.ts'
import { Timeline, type TimelineFilter } from '../../kernel/record/timeline.tsx'
import { Widgets } from '../../kernel/shell/widgets.tsx'
import { type kinds, toItem } from './entry.tsx'
import './contacts.css'

type Kind = (typeof kinds)[number][0]
const offered = ['activity', 'deal', 'order', 'task', 'change'] as const

/** What happened with a company and its deals, in the same words as with its people. */
export default function CompanyTimeline({ companyId }: { companyId: string }) {
  const t = useT()
  const format = useFormat()
  const [filter, setFilter] = useState<TimelineFilter>({ kinds: [], departments: [] })
  const pages = useApiPages(
    'GET /companies/:id/timeline',
    { params: { id: companyId }, query: { kind: filter.kinds as Kind[], department: filter.departments } },
    { keepPrevious: true },
  )
  return (
    <Timeline
      items={pages.items.map((entry) => toItem(entry, { t, format, noun: 'companies' }))}
      loading={pages.isPending}
      hasMore={pages.hasNextPage}
      onMore={() => void pages.fetchNextPage()}
      kindLabels={Object.fromEntries(offered.map((kind) => [kind, t(`timeline.kinds.${kind}`)]))}
      onFilter={setFilter}
      composer={<Widgets slot="record.composer" props={{ companyId }} />}
    />
  )
}
