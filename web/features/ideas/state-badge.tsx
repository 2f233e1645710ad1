import { Badge } from '@mantine/core'
import type { Idea } from '#contract/ideas.ts'
import { useT } from '../../kernel/i18n.tsx'

const colors = {
  proposed: 'gray',
  chosen: 'blue',
  experiment: 'violet',
  result: 'amber',
  adopted: 'green',
  archived: 'gray',
} as const
const outcomeColors = { worked: 'green', did_not: 'red', unclear: 'gray' } as const

export function StateBadge({ state }: { state: Idea['state'] }) {
  const t = useT()
  return (
    <Badge variant="light" color={colors[state]}>
      {t(`ideas.states.${state}`)}
    </Badge>
  )
}

export function OutcomeBadge({ outcome }: { outcome: NonNullable<Idea['outcome']> }) {
  const t = useT()
  return (
    <Badge variant="light" color={outcomeColors[outcome]}>
      {t(`ideas.outcomes.${outcome}`)}
    </Badge>
  )
}
