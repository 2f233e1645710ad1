import { Badge } from '@mantine/core'
import { IconTrendingUp } from '@tabler/icons-react'
import { useT } from '../../kernel/i18n.tsx'

type Shown = { state: 'open' | 'decided' | 'settled'; recurrences: number; worsenedSince: string | null }
const colors = { open: 'red', decided: 'blue', settled: 'green' } as const

/** Where it stands; how often it came back; whether its data says that it does. */
export function StateBadge({ conflict }: { conflict: Shown }) {
  const t = useT()
  const { state, recurrences, worsenedSince } = conflict
  return (
    <span className="cf-line">
      <Badge variant="light" color={colors[state]}>
        {t(`conflicts.states.${state}`)}
      </Badge>
      {recurrences > 0 && (
        <Badge variant="light" color="gray">
          {t('conflicts.recurrences', { count: recurrences })}
        </Badge>
      )}
      {worsenedSince && (
        <Badge variant="light" color="amber" leftSection={<IconTrendingUp size={13} />}>
          {t('conflicts.worsened')}
        </Badge>
      )}
    </span>
  )
}
