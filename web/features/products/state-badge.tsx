import { Badge } from '@mantine/core'
import { IconAlertTriangle, IconArchive, IconCircleCheck } from '@tabler/icons-react'
import type { Product } from '#contract/products.ts'
import { useT } from '../../kernel/i18n.tsx'

export function StateBadge({ state }: { state: Product['state'] }) {
  const t = useT()
  const isActive = state === 'active'
  return (
    <Badge
      variant="light"
      color={isActive ? 'green' : 'gray'}
      leftSection={isActive ? <IconCircleCheck size={13} /> : <IconArchive size={13} />}
    >
      {t(`products.states.${state}`)}
    </Badge>
  )
}

export function SoldOutBadge() {
  const t = useT()
  return (
    <Badge variant="light" color="red" leftSection={<IconAlertTriangle size={13} />}>
      {t('products.stock.soldOut')}
    </Badge>
  )
}
