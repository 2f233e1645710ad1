import type { Attainment } from '#contract/agreement-parts.ts'
import { useFormat, useT } from '../../kernel/i18n.tsx'
import { TrendChart } from '../../kernel/record/trend-chart.tsx'

/** Attainment of the last days against the agreed line, today as it stands now. */
export function Trend({ attainment }: { attainment: Attainment }) {
  const t = useT()
  const format = useFormat()
  const { days, now } = attainment
  const points = days.map(({ day, attainment: value }) => ({ day, value }))
  if (now && points.at(-1)?.day !== now.day) points.push({ day: now.day, value: now.attainment })
  if (points.length < 2) return <p className="td-muted ag-said">{t('agreements.trend.none')}</p>
  const target = now?.target ?? days.at(-1)?.target
  return (
    <TrendChart
      label={t('agreements.trend.attainment')}
      points={points}
      target={target === undefined ? null : { value: target, label: t('agreements.trend.target') }}
      show={(value) => format.percent(value, 0)}
    />
  )
}
