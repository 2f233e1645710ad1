import type { InformationItem } from '#contract/information.ts'
import type { useFormat, useT } from '../../kernel/i18n.tsx'

type Translate = ReturnType<typeof useT>
type Format = ReturnType<typeof useFormat>

/** What an act on items changes elsewhere. */
export const touched = ['/information-items', '/campaigns', '/meetings', '/tasks'] as const
export const kinds = ['text', 'number', 'link', 'document'] as const
export const states = ['never', 'stale', 'due', 'fresh'] as const
export const stateColor = { never: 'gray', stale: 'red', due: 'amber', fresh: 'green' } as const
export const mostIntervalDays = 1000

/** The value in one line; a document says that it is one. */
export function valueText(t: Translate, format: Format, item: InformationItem): string {
  if (item.kind === 'document') return t('information.kinds.document')
  if (item.value === null) return t('information.value.none')
  const text = typeof item.value === 'number' ? format.number(item.value) : item.value
  return item.unit ? `${text} ${item.unit}` : text
}

/** Local days need no zone: noon is the same day everywhere the reader may be. */
export const dayText = (format: Format, day: string) => format.date(`${day}T12:00:00Z`)
