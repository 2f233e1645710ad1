import { Badge } from '@mantine/core'
import type { InformationItem } from '#contract/information.ts'
import { useFormat, useT } from '../../kernel/i18n.tsx'
import { useMembers } from '../../kernel/record/member-select.tsx'
import { dayText, stateColor } from './words.ts'
import './information.css'

/** A share of freshness as number and bar. */
export function FreshnessBar({ value, tone }: { value: number; tone?: string }) {
  const format = useFormat()
  const state = tone ?? (value >= 1 ? 'fresh' : value > 0.5 ? 'due' : 'stale')
  return (
    <span className="in-fresh" data-tone={state}>
      <span className="in-bar" aria-hidden="true">
        <span style={{ width: `${Math.round(value * 100)}%` }} />
      </span>
      <span className="td-num">{format.percent(value, 0)}</span>
    </span>
  )
}

/** Freshness of an item: number, bar, and the word for it. */
export function Freshness({ item }: { item: InformationItem }) {
  return (
    <span className="in-state">
      <FreshnessBar value={item.freshness} tone={item.state} />
      <StateBadge state={item.state} />
    </span>
  )
}

export function StateBadge({ state }: { state: InformationItem['state'] }) {
  const t = useT()
  return (
    <Badge variant="light" color={stateColor[state]} size="sm">
      {t(`information.states.${state}`)}
    </Badge>
  )
}

/** Why it is as fresh as it is, in one sentence. */
export function useExplanation() {
  const t = useT()
  const format = useFormat()
  const members = useMembers()
  return (item: InformationItem): string => {
    const due = dayText(format, item.dueOn)
    if (!item.verifiedAt) return t('information.explain.never', { owner: item.ownerName, due })
    const by = members.find((member) => member.id === item.verifiedBy)?.fullName ?? item.ownerName
    const at = format.date(item.verifiedAt)
    return t(`information.explain.${item.state === 'stale' ? 'stale' : 'fresh'}`, {
      by,
      at,
      due,
      percent: format.percent(item.freshness, 0),
      perDay: format.percent(1 / item.intervalDays, 1),
      days: item.intervalDays,
    })
  }
}
