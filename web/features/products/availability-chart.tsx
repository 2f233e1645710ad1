import { Button, Table } from '@mantine/core'
import { IconChartLine, IconTable } from '@tabler/icons-react'
import { useState } from 'react'
import { useFormat, useT } from '../../kernel/i18n.tsx'
import { Scroll } from './scroll.tsx'

type Day = { on: string; available: number }
type Props = { days: readonly Day[]; runsOutOn: string | null }

const width = 440
const height = 200
const pad = { top: 16, right: 8, bottom: 24, left: 44 }

/** Units free at the end of each day, with the zero line; the same as a table one click away. */
export function AvailabilityChart({ days, runsOutOn }: Props) {
  const t = useT()
  const [asTable, setAsTable] = useState(false)
  return (
    <div>
      {asTable ? <Days days={days} /> : <Chart days={days} runsOutOn={runsOutOn} />}
      <Button
        variant="subtle"
        color="gray"
        size="compact-sm"
        leftSection={asTable ? <IconChartLine size={14} /> : <IconTable size={14} />}
        onClick={() => setAsTable(!asTable)}
      >
        {t(asTable ? 'products.forecast.asChart' : 'products.forecast.asTable')}
      </Button>
    </div>
  )
}

function Chart({ days, runsOutOn }: Props) {
  const t = useT()
  const format = useFormat()
  const values = days.map(({ available }) => available)
  const high = Math.max(1, ...values)
  const low = Math.min(0, ...values)
  const x = (index: number) => pad.left + (index * (width - pad.left - pad.right)) / Math.max(1, days.length - 1)
  const y = (value: number) => pad.top + ((high - value) * (height - pad.top - pad.bottom)) / (high - low)
  const points = days.map(({ available }, index) => `${x(index).toFixed(1)},${y(available).toFixed(1)}`)
  const line = `M${points.join('L')}`
  const area = `${line}L${x(days.length - 1).toFixed(1)},${y(0).toFixed(1)}L${x(0).toFixed(1)},${y(0).toFixed(1)}Z`
  const out = days.findIndex(({ on }) => on === runsOutOn)
  const last = days.length - 1
  const marks = [...new Set([high, 0, low])]
  const words = t('products.forecast.chart', {
    from: format.date(days[0]?.on),
    to: format.date(days[last]?.on),
    start: values[0] ?? 0,
    end: values[last] ?? 0,
  })
  return (
    <svg className="pr-chart" viewBox={`0 0 ${width} ${height}`} role="img" aria-label={words}>
      {marks.map((mark) => (
        <g key={mark}>
          <line
            className={mark === 0 ? 'pr-zero' : 'pr-grid'}
            x1={pad.left}
            x2={width - pad.right}
            y1={y(mark)}
            y2={y(mark)}
          />
          <text x={pad.left - 6} y={y(mark) + 4} textAnchor="end">
            {format.number(mark)}
          </text>
        </g>
      ))}
      <path className="pr-area" d={area} />
      <path className="pr-curve" d={line} />
      {out >= 0 && (
        <g className="pr-out">
          <line x1={x(out)} x2={x(out)} y1={pad.top} y2={height - pad.bottom} />
          <text x={x(out) + (out > last / 2 ? -6 : 6)} y={pad.top + 10} textAnchor={out > last / 2 ? 'end' : 'start'}>
            {t('products.forecast.outOn', { date: format.date(runsOutOn) })}
          </text>
        </g>
      )}
      <text x={pad.left} y={height - 6}>
        {format.date(days[0]?.on)}
      </text>
      <text x={width - pad.right} y={height - 6} textAnchor="end">
        {format.date(days[last]?.on)}
      </text>
    </svg>
  )
}

function Days({ days }: { days: readonly Day[] }) {
  const t = useT()
  const format = useFormat()
  return (
    <Scroll label={t('products.forecast.title')} minWidth={240}>
      <Table>
        <Table.Thead>
          <Table.Tr>
            <Table.Th>{t('products.forecast.day')}</Table.Th>
            <Table.Th ta="end">{t('products.stock.available')}</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {days.map(({ on, available }) => (
            <Table.Tr key={on}>
              <Table.Td className="td-num">{format.date(on)}</Table.Td>
              <Table.Td ta="end" className="td-num" c={available < 0 ? 'red' : undefined}>
                {format.number(available)}
              </Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Scroll>
  )
}
