import { Alert, Group, SegmentedControl } from '@mantine/core'
import { IconAlertTriangle, IconCircleCheck, IconCircleX } from '@tabler/icons-react'
import { useState } from 'react'
import type { Availability } from '#contract/stock.ts'
import { clockNow } from '../../kernel/clock.ts'
import { NumberField } from '../../kernel/form/number-field.tsx'
import { useFormat, useT } from '../../kernel/i18n.tsx'
import { useApi } from '../../kernel/query.ts'
import { AvailabilityChart } from './availability-chart.tsx'

const mostUplift = 100
const periods = [14, 30, 90] as const
const looks = {
  pass: { color: 'green', Icon: IconCircleCheck },
  warn: { color: 'amber', Icon: IconAlertTriangle },
  demand_unknown: { color: 'amber', Icon: IconAlertTriangle },
  block: { color: 'red', Icon: IconCircleX },
} as const

/** How stock develops from today on, at today's demand or at a multiple of it, and what that means in one sentence. */
export function Forecast({ productId }: { productId: string }) {
  const t = useT()
  const format = useFormat()
  const [days, setDays] = useState<number>(30)
  const [uplift, setUplift] = useState(1)
  // Sweden writes dates as the address needs them: 2026-11-23.
  const dayAt = (ms: number) => new Intl.DateTimeFormat('sv-SE', { timeZone: format.timeZone }).format(new Date(ms))
  const now = clockNow()
  const query = { from: dayAt(now), to: dayAt(now + (days - 1) * 86_400_000), uplift }
  const { data } = useApi(
    'GET /products/:id/availability',
    { params: { id: productId }, query },
    { keepPrevious: true },
  )
  return (
    <section>
      <Group justify="space-between" align="flex-end" mb="sm">
        <h2 className="td-panel-title">{t('products.forecast.title')}</h2>
        <Group gap="sm" align="flex-end">
          <NumberField
            size="xs"
            w={130}
            label={t('products.forecast.uplift')}
            min={0}
            max={mostUplift}
            decimals={2}
            value={uplift}
            onChange={(value) => value !== '' && value >= 0 && value <= mostUplift && setUplift(value)}
          />
          <SegmentedControl
            size="xs"
            aria-label={t('products.forecast.period')}
            value={String(days)}
            onChange={(value) => setDays(Number(value))}
            data={periods.map((period) => ({
              value: String(period),
              label: t('products.forecast.days', { days: period }),
            }))}
          />
        </Group>
      </Group>
      {data && (
        <>
          <Verdict answer={data} />
          <AvailabilityChart days={data.days} runsOutOn={data.runsOutOn} />
        </>
      )}
    </section>
  )
}

function Verdict({ answer }: { answer: Availability }) {
  const t = useT()
  const format = useFormat()
  const { needed, minimum, minimumOn, runsOutOn, missing } = answer
  const verdict = answer.verdict === 'pass' && !answer.isDemandKnown ? 'demand_unknown' : answer.verdict
  const { color, Icon } = looks[verdict]
  return (
    <Alert color={color} icon={<Icon size={18} />} mb="sm" role="status">
      {t(`products.forecast.verdicts.${verdict}`, {
        needed,
        available: answer.available,
        minimum,
        minimumOn: format.date(minimumOn),
        runsOutOn: format.date(runsOutOn),
        missing,
      })}
    </Alert>
  )
}
