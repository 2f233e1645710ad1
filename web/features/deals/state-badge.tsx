import { Badge } from '@mantine/core'
import { IconCircle, IconCircleCheck, IconCircleX } from '@tabler/icons-react'
import type { Deal } from '#contract/deals.ts'
import { useT } from '../../kernel/i18n.tsx'

const looks = {
  open: { color: 'gray', Icon: IconCircle },
  won: { color: 'green', Icon: IconCircleCheck },
  lost: { color: 'red', Icon: IconCircleX },
} as const

export function StateBadge({ state }: { state: Deal['state'] }) {
  const t = useT()
  const { color, Icon } = looks[state]
  return (
    <Badge variant="light" color={color} leftSection={<Icon size={13} stroke={2} />}>
      {t(`deals.states.${state}`)}
    </Badge>
  )
}
