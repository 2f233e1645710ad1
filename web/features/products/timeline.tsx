import {
  type Icon,
  IconArchive,
  IconBoxSeam,
  IconCoin,
  IconFileDescription,
  IconPackage,
  IconPaperclip,
  IconPencil,
  IconTruckDelivery,
  IconUserHeart,
} from '@tabler/icons-react'
import type { ReactNode } from 'react'
import { type Format, type Translate, useFormat, useT } from '../../kernel/i18n.tsx'
import { type RowOf, useApiPages } from '../../kernel/query.ts'
import { eventValues } from '../../kernel/record/event-words.ts'
import { Timeline, type TimelineItem } from '../../kernel/record/timeline.tsx'

type Entry = RowOf<'GET /products/:id/timeline'>

const icons: Record<string, Icon> = {
  spec: IconFileDescription,
  price: IconCoin,
  stock: IconPackage,
  inbound: IconTruckDelivery,
  waitlist: IconUserHeart,
  distribution: IconTruckDelivery,
  'product.updated': IconPencil,
  'product.discontinued': IconArchive,
  'product.file_added': IconPaperclip,
}

/** What the ledger knows of a product. */
export function ProductTimeline({ id }: { id: string }) {
  const t = useT()
  const format = useFormat()
  const pages = useApiPages('GET /products/:id/timeline', { params: { id } })
  return (
    <Timeline
      items={pages.items.map((entry) => toItem(entry, t, format))}
      loading={pages.isPending}
      hasMore={pages.hasNextPage}
      onMore={() => void pages.fetchNextPage()}
    />
  )
}

function toItem(entry: Entry, t: Translate, format: Format): TimelineItem {
  const { id, at, kind, actorName, departments, name, data } = entry
  const key = `timeline.${name}`
  const body = bodyOf(entry, t, format)
  return {
    ...{ id, at, kind, actorName, departments },
    title: t.has(key) ? t(key, eventValues(data, { t, format, noun: 'products' })) : t('products.timeline.other'),
    icon: icons[name] ?? icons[name.split('.')[0]!] ?? IconBoxSeam,
    ...(body && { body }),
  }
}

function bodyOf({ name, data }: Entry, t: Translate, format: Format): ReactNode {
  if (name === 'spec.published' && Array.isArray(data.changes) && data.changes.length > 0) {
    return data.changes.filter(isRecord).map((change) => (
      <div key={String(change.key)}>
        {String(change.label)}: {sideOf(change.before)} → {sideOf(change.after)}
      </div>
    ))
  }
  if (name.startsWith('price.') && typeof data.amountCents === 'number')
    return format.money({ amountCents: data.amountCents, currency: String(data.currency) })
  if (name === 'inbound.changed' && isRecord(data.before) && data.before.expectedOn !== data.expectedOn)
    return t('products.timeline.wasExpected', { date: format.date(String(data.before.expectedOn)) })
  return typeof data.note === 'string' ? data.note : null
}

const sideOf = (side: unknown) =>
  isRecord(side) ? [side.value, side.unit].filter((part) => typeof part === 'string').join(' ') : '–'
const isRecord = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null
