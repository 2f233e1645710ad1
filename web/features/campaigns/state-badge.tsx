import { Badge } from '@mantine/core'
import {
  IconArchive,
  IconCircleCheck,
  IconFlag,
  IconPencil,
  IconPlayerPause,
  IconPlayerPlay,
  IconUsersGroup,
} from '@tabler/icons-react'
import type { Campaign } from '#contract/campaigns.ts'
import { useT } from '../../kernel/i18n.tsx'

const looks = {
  draft: { color: 'gray', Icon: IconPencil },
  kickoff: { color: 'violet', Icon: IconUsersGroup },
  ready: { color: 'blue', Icon: IconCircleCheck },
  live: { color: 'green', Icon: IconPlayerPlay },
  paused: { color: 'amber', Icon: IconPlayerPause },
  finished: { color: 'gray', Icon: IconFlag },
  archived: { color: 'gray', Icon: IconArchive },
} as const

export function StateBadge({ state }: { state: Campaign['state'] }) {
  const t = useT()
  const { color, Icon } = looks[state]
  return (
    <Badge variant="light" color={color} leftSection={<Icon size={13} stroke={2} />}>
      {t(`campaigns.states.${state}`)}
    </Badge>
  )
}
