import {
  type Icon,
  IconArrowRight,
  IconArrowsExchange,
  IconCalendarEvent,
  IconCheck,
  IconChecklist,
  IconCircleCheck,
  IconCircleX,
  IconColumns3,
  IconFlag,
  IconMail,
  IconMessage,
  IconNote,
  IconPencil,
  IconPhone,
  IconRotate,
} from '@tabler/icons-react'
import type { ReactNode } from 'react'
import { type Format, type Money, type Translate, useFormat, useT } from '../../kernel/i18n.tsx'
import { type RowOf, useApiPages } from '../../kernel/query.ts'
import { useMembers } from '../../kernel/record/member-select.tsx'
import { Timeline, type TimelineItem } from '../../kernel/record/timeline.tsx'

type Entry = RowOf<'GET /deals/:id/timeline'>
type Member = { id: string; fullName: string }
type Words = { t: Translate; format: Format; members: readonly Member[] }

const icons: Record<string, Icon> = {
  'deal.opened': IconFlag,
  'deal.stage_changed': IconColumns3,
  'deal.won': IconCircleCheck,
  'deal.lost': IconCircleX,
  'deal.reopened': IconRotate,
  'deal.updated': IconPencil,
  'task.created': IconChecklist,
  'task.completed': IconCheck,
}
const activityIcons: Record<string, Icon> = {
  note: IconNote,
  call: IconPhone,
  email: IconMail,
  meeting: IconCalendarEvent,
  message: IconMessage,
}

/** The deal's story from the ledger, with the place to write the next line. */
export function DealTimeline({ id, composer }: { id: string; composer: ReactNode }) {
  const t = useT()
  const format = useFormat()
  const members = useMembers()
  const pages = useApiPages('GET /deals/:id/timeline', { params: { id } })
  const words = { t, format, members }
  return (
    <Timeline
      composer={composer}
      items={pages.items.map((entry) => toItem(entry, words))}
      loading={pages.isPending || pages.isFetchingNextPage}
      hasMore={pages.hasNextPage}
      onMore={() => void pages.fetchNextPage()}
      kindLabels={{
        activity: t('deals.timeline.activities'),
        task: t('deals.timeline.tasks'),
        deal: t('deals.timeline.changes'),
      }}
    />
  )
}

function toItem(entry: Entry, words: Words): TimelineItem {
  const { t } = words
  const { id, at, kind, actorName, departments, name, data } = entry
  const key = `timeline.${name}`
  const icon =
    name === 'activity.logged'
      ? activityIcons[String(data.kind)]
      : name.startsWith('handover')
        ? IconArrowsExchange
        : icons[name]
  const body = bodyOf(entry, words)
  return {
    ...{ id, at, kind, actorName, departments },
    title: t.has(key) ? t(key, valuesOf(data)) : t('timeline.other'),
    ...(icon && { icon }),
    ...(body && { body }),
  }
}

/** Messages name what an event may lack (a call's outcome): what is absent reads as empty words. */
const valuesOf = (data: Record<string, unknown>): Record<string, string | number> =>
  new Proxy<Record<string, string | number>>(
    {},
    {
      has: () => true,
      get: (_, key) => {
        const value = data[String(key)]
        return typeof value === 'number' || typeof value === 'string' ? value : ''
      },
    },
  )

function bodyOf({ name, data }: Entry, words: Words): ReactNode {
  const { t, format } = words
  if (name === 'activity.logged') {
    const text = [data.title, data.body].filter((part) => typeof part === 'string').join('\n')
    return text ? <span className="td-long">{text}</span> : null
  }
  if (name === 'deal.updated' && isRecord(data.changes)) {
    return Object.entries(data.changes).map(([field, pair]) =>
      Array.isArray(pair) ? (
        <div key={field} className="dl-change">
          <span>{t.has(fieldKey(field)) ? t(fieldKey(field)) : field}</span>
          <span>
            <span className="td-muted">{valueText(field, pair[0], words)}</span>{' '}
            <IconArrowRight size={12} className="td-muted" aria-hidden="true" /> {valueText(field, pair[1], words)}
          </span>
        </div>
      ) : null,
    )
  }
  if (name === 'deal.lost' && typeof data.note === 'string') return data.note
  if (name === 'deal.won' && typeof data.reason === 'string') return data.reason
  if (name === 'deal.opened' && typeof data.amountCents === 'number')
    return format.money({ amountCents: data.amountCents, currency: String(data.currency) })
  return null
}

const fieldNames: Record<string, string> = {
  contactId: 'contact',
  companyId: 'company',
  ownerId: 'owner',
  productName: 'product',
  amountCents: 'amount',
}
const fieldKey = (field: string) => `deals.fields.${fieldNames[field] ?? field}`

function valueText(field: string, value: unknown, { format, members }: Words): string {
  if (value === null || value === undefined || value === '') return '–'
  if (isMoney(value) || (field === 'amountCents' && typeof value === 'number')) return format.money(value)
  if (Array.isArray(value)) return value.length > 0 ? format.list(value.map(String)) : '–'
  if (typeof value === 'string' && /^\d{4}-\d\d-\d\d$/.test(value)) return format.date(value)
  if (typeof value === 'string')
    return members.find((member) => member.id === value)?.fullName ?? (isId(value) ? '…' : value)
  return isRecord(value) ? '…' : String(value)
}

const isRecord = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null
const isMoney = (value: unknown): value is Money =>
  isRecord(value) && typeof value.amountCents === 'number' && typeof value.currency === 'string'
const isId = (value: string) => /^[0-9a-f]{8}-[0-9a-f-]{27}$/.test(value)
