import { IconCertificate, IconPencil } from '@tabler/icons-react'
import { type Translate, useT } from '../../../kernel/i18n.tsx'
import { type RowOf, useApiPages } from '../../../kernel/query.ts'
import { Panel } from '../../../kernel/record/record-page.tsx'
import { Timeline, type TimelineItem } from '../../../kernel/record/timeline.tsx'

export function History({ id }: { id: string }) {
  const t = useT()
  const pages = useApiPages('GET /trainings/:id/timeline', { params: { id }, query: { limit: 10 } })
  return (
    <Panel title={t('trainings.record.history')}>
      <Timeline
        items={pages.items.map((entry) => toItem(entry, t))}
        loading={pages.isPending || pages.isFetchingNextPage}
        hasMore={pages.hasNextPage}
        onMore={() => void pages.fetchNextPage()}
      />
    </Panel>
  )
}

function toItem(entry: RowOf<'GET /trainings/:id/timeline'>, t: Translate): TimelineItem {
  const { id, at, kind, actorName, departments, name, data } = entry
  const key = `timeline.${name}`
  const words = Object.fromEntries(
    Object.entries(data).filter((pair): pair is [string, string | number] =>
      ['string', 'number'].includes(typeof pair[1]),
    ),
  )
  return {
    ...{ id, at, kind, actorName, departments },
    title: t.has(key) ? t(key, words) : t('timeline.other'),
    icon: name === 'training.completed' ? IconCertificate : IconPencil,
  }
}
