import { Badge } from '@mantine/core'
import {
  type Icon,
  IconCircleX,
  IconClock,
  IconCoin,
  IconCreditCard,
  IconPackageImport,
  IconTruckDelivery,
} from '@tabler/icons-react'
import type { Order, Return } from '#contract/orders.ts'
import { useT } from '../../kernel/i18n.tsx'

const looks: Record<Order['state'], { color: string; Icon: Icon }> = {
  placed: { color: 'gray', Icon: IconClock },
  paid: { color: 'blue', Icon: IconCreditCard },
  shipped: { color: 'violet', Icon: IconTruckDelivery },
  delivered: { color: 'green', Icon: IconPackageImport },
  cancelled: { color: 'red', Icon: IconCircleX },
}

export function StateBadge({ state }: { state: Order['state'] }) {
  const t = useT()
  const look = looks[state]
  return (
    <Badge variant="light" color={look.color} leftSection={<look.Icon size={13} stroke={2} />}>
      {t(`orders.states.${state}`)}
    </Badge>
  )
}

/** Something of it has come back. */
export function RefundBadge({ refunded }: { refunded: Order['refunded'] }) {
  const t = useT()
  if (refunded.amountCents === 0) return null
  return (
    <Badge variant="light" color="amber" leftSection={<IconCoin size={13} stroke={2} />}>
      {t('orders.returned')}
    </Badge>
  )
}

export function Reasons({ reasons }: { reasons: Return['reasons'] }) {
  const t = useT()
  return (
    <span className="td-clip">
      {reasons.map((reason) => t(`orders.reasons.${reason}`)).join(' · ') || t('orders.returns.moneyOnly')}
    </span>
  )
}
