import type { GoalHealth } from '#contract/goal-parts.ts'
import type { GoalRow } from '#contract/goals.ts'
import { useFormat, useT } from '../../kernel/i18n.tsx'

type Unit = Pick<GoalRow, 'unit' | 'unitLabel'>

/** A goal's figure as people say it: 12 leads, 5.000 €, 4,5 %. */
export function useFigure() {
  const format = useFormat()
  return ({ unit, unitLabel }: Unit, value: number | null | undefined): string => {
    if (value === null || value === undefined) return '–'
    if (unit === 'money') return format.money(Math.round(value))
    if (unit === 'percent') return format.percent(value)
    const figure = format.number(value, { maximumFractionDigits: 1 })
    return unitLabel ? `${figure} ${unitLabel}` : figure
  }
}

export const healthColours: Record<GoalHealth, string> = {
  not_started: 'gray',
  on_track: 'green',
  at_risk: 'amber',
  off: 'red',
  achieved: 'petrol',
  missed: 'gray',
}

/** What is measured, in one phrase. */
export function useMeasureWords() {
  const t = useT()
  return ({ measure }: Pick<GoalRow, 'measure'>): string => {
    if (measure.kind === 'manual') return t('goals.measures.manual')
    if (measure.kind === 'children') return t(`goals.measures.${measure.combine ?? 'sum'}`)
    const words = t(`goals.metrics.${measure.metric ?? 'leads'}`)
    return measure.source ? t('goals.measures.fromSource', { measure: words, source: measure.source }) : words
  }
}
