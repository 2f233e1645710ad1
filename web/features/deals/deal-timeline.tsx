import {
  type Icon,
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
  const { id, at, kind, actorName, department, name, data } = entry
  const key = `timeline.${name}`
  const icon =
    name === 'activity.logged'
      ? activityIcons[String(data.kind)]
      : name.startsWith('handover')
        ? IconArrowsExchange
        : icons[name]
  const body = bodyOf(entry, words)
  return {
    ...{ id, at, kind, actorName, department },
    title: t.has(key) ? t(key, plain(data)) : name,
    ...(icon && { icon }),
    ...(body && { body }),
  }
}

/** What messages can hold: texts and numbers. */
const plain = (data: Record<string, unknown>): Record<string, string | number> =>
  Object.fromEntries(
    Object.entries(data).filter(
      (pair): pair is [string, string | number] => typeof pair[1] === 'string' || typeof pair[1] === 'number',
    ),
  )

function bodyOf({ name, data }: Entry, words: Words): ReactNode {
  const { t, format } = words
  if (name === 'activity.logged') {
    const outcome = typeof data.outcome === 'string' ? t(`activities.outcomes.${data.outcome}`) : null
    const text = [data.title, data.body].filter((part) => typeof part === 'string').join('\n')
    return outcome || text ? <span className="td-long">{[outcome, text].filter(Boolean).join(' · ')}</span> : null
  }
  if (name === 'deal.updated' && isRecord(data.changes)) {
    return Object.entries(data.changes).map(([field, pair]) =>
      Array.isArray(pair) ? (
        <div key={field} className="dl-change">
          <span>{t.has(fieldKey(field)) ? t(fieldKey(field)) : field}</span>
          <span>
            <span className="td-muted">{valueText(pair[0], words)}</span> → {valueText(pair[1], words)}
          </span>
        </div>
      ) : null,
    )
  }
  if (name === 'deal.lost')
    return [t(`deals.lostReasons.${String(data.reason)}`), data.note]
      .filter((part) => typeof part === 'string')
      .join(' · ')
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
}
const fieldKey = (field: string) => `deals.fields.${fieldNames[field] ?? field}`

function valueText(value: unknown, { format, members }: Words): string {
  if (value === null || value === undefined || value === '') return '–'
  if (isMoney(value)) return format.money(value)
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
