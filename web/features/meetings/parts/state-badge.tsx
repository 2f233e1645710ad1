import { Badge } from '@mantine/core'
import type { MeetingRow } from '#contract/meetings.ts'
import { clockNow } from '../../../kernel/clock.ts'
import { useT } from '../../../kernel/i18n.tsx'

const colours = { planned: 'gray', live: 'green', closed: 'petrol', cancelled: 'red', missed: 'amber' } as const

/** `missed`: its time has passed and nobody held it. */
export const standingOf = ({ state, endsAt }: Pick<MeetingRow, 'state' | 'endsAt'>) =>
  state === 'planned' && Date.parse(endsAt) < clockNow() ? 'missed' : state

export function StateBadge({ meeting }: { meeting: Pick<MeetingRow, 'state' | 'endsAt'> }) {
  const t = useT()
  const standing = standingOf(meeting)
  return <Badge color={colours[standing]}>{t(`meetings.states.${standing}`)}</Badge>
}
