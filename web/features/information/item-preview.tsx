import { Group, Skeleton, Text } from '@mantine/core'
import { useT } from '../../kernel/i18n.tsx'
import { Link } from '../../kernel/navigation.tsx'
import { useApi } from '../../kernel/query.ts'
import { Freshness, useExplanation } from './freshness.tsx'
import { ItemActs } from './item-acts.tsx'
import { ValueView } from './value-view.tsx'

/** An item beside the list: what it says, how fresh, and what to do about it. */
export function ItemPreview({ id }: { id: string }) {
  const t = useT()
  const explain = useExplanation()
  const item = useApi('GET /information-items/:id', { params: { id } }).data
  if (!item) return <Skeleton h={160} />
  return (
    <div className="in-preview">
      <Text fw={600}>{item.name}</Text>
      {item.purpose && (
        <Text size="sm" c="dimmed">
          {item.purpose}
        </Text>
      )}
      {item.documentId ? (
        <Link to={`/information/${item.id}`}>{t('information.value.openDocument')}</Link>
      ) : (
        <ValueView item={item} />
      )}
      <Freshness item={item} />
      <Text size="sm">{explain(item)}</Text>
      <Group gap="xs">
        <ItemActs item={item} size="xs" />
      </Group>
    </div>
  )
}
