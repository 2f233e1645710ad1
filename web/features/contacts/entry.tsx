import {
  IconArrowsExchange,
  IconBriefcase,
  IconCheckbox,
  IconEye,
  IconFlame,
  IconForms,
  IconMessageCircle,
  IconPencil,
  IconShieldCheck,
  IconShoppingBag,
  IconStairsUp,
} from '@tabler/icons-react'
import type { ReactNode } from 'react'
import type { Format, Translate } from '../../kernel/i18n.tsx'
import type { RowOf } from '../../kernel/query.ts'
import { eventValues } from '../../kernel/record/event-words.ts'
import type { TimelineItem } from '../../kernel/record/timeline.tsx'

type Entry = RowOf<'GET /contacts/:id/timeline'>

export const kinds = [
  ['activity', IconMessageCircle],
  ['form', IconForms],
  ['visit', IconEye],
  ['score', IconFlame],
  ['lifecycle', IconStairsUp],
  ['handover', IconArrowsExchange],
  ['deal', IconBriefcase],
  ['order', IconShoppingBag],
  ['task', IconCheckbox],
  ['consent', IconShieldCheck],
  ['change', IconPencil],
] as const

/** An entry of the ledger in the reader's words: `timeline.<event>`, with what changed below it. `noun` names the fields. */
export function toItem(
  entry: Entry,
  { t, format, noun }: { t: Translate; format: Format; noun: 'contacts' | 'companies' },
): TimelineItem {
  // The state of an order is in its title; its lines are on its own page.
  const changes = entry.kind === 'order' ? [] : changesOf(entry.data)
  const key = `timeline.${entry.name}`
  const Icon = kinds.find(([kind]) => kind === entry.kind)?.[1]
  const body = bodyOf(t, entry, changes, noun)
  const to = addressOf(entry)
  return {
    id: entry.id,
    at: entry.at,
    kind: entry.kind,
    actorName: entry.actorName,
    departments: entry.departments,
    title: t.has(key) ? t(key, eventValues(entry.data, { t, format, noun })) : t('timeline.other'),
    ...(Icon && { icon: Icon }),
    ...(body && { body }),
    ...(to && { to }),
  }
}

const addressOf = ({ kind, data }: Entry): string | undefined => {
  if (kind === 'deal' && typeof data.dealId === 'string') return `/deals/${data.dealId}`
  return kind === 'order' && typeof data.orderId === 'string' ? `/orders/${data.orderId}` : undefined
}

type Change = [string, [unknown, unknown]]
const changesOf = (data: Entry['data']): Change[] =>
  data.changes && typeof data.changes === 'object'
    ? Object.entries(data.changes).filter((one): one is Change => Array.isArray(one[1]) && one[1].length === 2)
    : []

const fieldName = (t: Translate, noun: string, field: string) =>
  t.has(`${noun}.fields.${field}`) ? t(`${noun}.fields.${field}`) : field

function bodyOf(t: Translate, { data }: Entry, changes: readonly Change[], noun: string): ReactNode {
  const told = changes.filter(([field]) => !field.endsWith('Id') && field !== 'customFields')
  if (told.length > 0) {
    return told.map(([field, [before, after]]) => (
      <div key={field}>
        {fieldName(t, noun, field)}: {t('timeline.wrote', { before: shown(t, before), after: shown(t, after) })}
      </div>
    ))
  }
  const { body, note, answers } = data
  const text = typeof body === 'string' && body !== '' ? body : note
  if (typeof text === 'string' && text !== '') return <div className="ct-words">{text}</div>
  if (!Array.isArray(answers)) return null
  return (answers as { key: string; label: string; value: string }[]).map(({ key, label, value }) => (
    <div key={key}>
      {/[?:]$/.test(label) ? label : `${label}:`} {value}
    </div>
  ))
}

const shown = (t: Translate, value: unknown) =>
  value === null || value === '' || (Array.isArray(value) && value.length === 0)
    ? t('timeline.nothing')
    : Array.isArray(value)
      ? value.join(', ')
      : String(value)
