import { Text } from '@mantine/core'
import type { InformationItem } from '#contract/information.ts'
import { useFormat, useT } from '../../kernel/i18n.tsx'
import { Widgets } from '../../kernel/shell/widgets.tsx'
import { valueText } from './words.ts'

/** The value as it is read: text as written, a number with its unit, a link that opens, or the document itself. */
export function ValueView({ item }: { item: InformationItem }) {
  const t = useT()
  const format = useFormat()
  if (item.documentId)
    return <Widgets slot="document" props={{ documentId: item.documentId, label: item.name }} height={160} />
  if (item.value === null) return <Text c="dimmed">{t('information.value.none')}</Text>
  if (item.kind === 'link')
    return (
      <a href={String(item.value)} target="_blank" rel="noreferrer" className="in-value">
        {item.value}
      </a>
    )
  return <p className="in-value">{valueText(t, format, item)}</p>
}
