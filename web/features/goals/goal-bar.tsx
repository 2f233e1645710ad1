import { Badge } from '@mantine/core'
import type { GoalHealth } from '#contract/goal-parts.ts'
import { useFormat, useT } from '../../kernel/i18n.tsx'
import { healthColours } from './words.ts'

/** How far a goal is, with a mark where it should be by now. */
export function GoalBar({
  progress,
  expected,
  health,
}: {
  progress: number | null
  expected: number
  health: GoalHealth
}) {
  const t = useT()
  const format = useFormat()
  const share = Math.max(0, Math.min(1, progress ?? 0))
  return (
    <span
      className="go-bar"
      role="img"
      aria-label={t('goals.bar', { progress: format.percent(progress ?? 0, 0), expected: format.percent(expected, 0) })}
    >
      <span data-health={health} style={{ width: `${share * 100}%` }} />
      <i style={{ insetInlineStart: `${expected * 100}%` }} />
    </span>
  )
}

export function HealthBadge({ health }: { health: GoalHealth }) {
  const t = useT()
  return (
    <Badge variant="light" size="sm" color={healthColours[health]}>
      {t(`goals.healths.${health}`)}
    </Badge>
  )
}
