import { IconShoppingBag, IconTruckReturn } from '@tabler/icons-react'
import { useFormat, useT } from '../../kernel/i18n.tsx'
import { useApiPages } from '../../kernel/query.ts'
import { eventValues } from '../../kernel/record/event-words.ts'
import { Panel } from '../../kernel/record/record-page.tsx'
import { Timeline } from '../../kernel/record/timeline.tsx'

/** What the ledger knows of an order and its returns. */
export function OrderTimeline({ id }: { id: string }) {
  const t = useT()
  const format = useFormat()
  const pages = useApiPages('GET /orders/:id/timeline', { params: { id } })
  return (
    <Panel title={t('orders.record.timeline')}>
      <Timeline
        items={pages.items.map(({ data, ...entry }) => ({
          ...entry,
          title: t.has(`timeline.${entry.name}`)
            ? t(`timeline.${entry.name}`, eventValues(data, { t, format, noun: 'orders' }))
            : t('orders.record.other'),
          icon: entry.name.startsWith('return') ? IconTruckReturn : IconShoppingBag,
        }))}
        loading={pages.isPending}
        hasMore={pages.hasNextPage}
        onMore={() => void pages.fetchNextPage()}
      />
    </Panel>
  )
}
