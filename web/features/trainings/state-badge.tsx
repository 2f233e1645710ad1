import { Badge } from '@mantine/core'
import type { TrainingRow } from '#contract/trainings.ts'
import { useFormat, useT } from '../../kernel/i18n.tsx'

const stateColours = { draft: 'gray', active: 'green', retired: 'gray' } as const
export function StateBadge({ state }: { state: TrainingRow['state'] }) {
  const t = useT()
  return (
    <Badge variant="light" color={stateColours[state]}>
      {t(`trainings.states.${state}`)}
    </Badge>
  )
}

const myColours = { owed: 'red', expiring: 'amber', valid: 'green', open: 'gray' } as const
/** Where I stand, with the day that matters. */
export function MyBadge({ my }: { my: TrainingRow['my'] }) {
  const t = useT()
  const format = useFormat()
  const isValid = my.state === 'valid' || my.state === 'expiring'
  return (
    <Badge variant="light" color={myColours[my.state]}>
      {isValid ? t(`trainings.my.${my.state}Until`, { day: format.date(my.expiresAt) }) : t(`trainings.my.${my.state}`)}
    </Badge>
  )
}
