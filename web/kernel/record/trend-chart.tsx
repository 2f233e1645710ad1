import { Button } from '@mantine/core'
import { IconChartLine, IconTable } from '@tabler/icons-react'
import { useState } from 'react'
import { useFormat, useT } from '../i18n.tsx'
import './trend-chart.css'

export type TrendPoint = { day: string; value: number | null; expected?: number | null }
type Props = {
  /** What the line is, for the table's head and screen readers. */
  label: string
  /** What the second, dashed line is. */
  expectedLabel?: string
  points: readonly TrendPoint[]
  /** Level that shall be reached, drawn across. */
  target: { value: number; label: string } | null
  show: (value: number) => string
}

const width = 560
const height = 200
const pad = { top: 18, right: 8, bottom: 24, left: 56 }

/** A figure day by day from a zero baseline, against its target; the same as a table one click away. */
export function TrendChart(props: Props) {
  const t = useT()
  const [asTable, setAsTable] = useState(false)
  return (
    <div>
      {asTable ? <Days {...props} /> : <Chart {...props} />}
      <Button
        variant="subtle"
        color="gray"
        size="compact-sm"
        leftSection={asTable ? <IconChartLine size={14} /> : <IconTable size={14} />}
        onClick={() => setAsTable(!asTable)}
      >
        {t(asTable ? 'kit.trend.asChart' : 'kit.trend.asTable')}
      </Button>
    </div>
  )
}

function Chart({ label, expectedLabel, points, target, show }: Props) {
  const t = useT()
  const format = useFormat()
  const values = points.flatMap(({ value, expected }) => [value, expected ?? null]).filter((one) => one !== null)
  const high = Math.max(...values, target?.value ?? 0, 0) || 1
  const low = Math.min(0, ...values, target?.value ?? 0)
  const last = points.length - 1
  const x = (index: number) => pad.left + (index * (width - pad.left - pad.right)) / Math.max(1, last)
  const y = (value: number) => pad.top + ((high - value) * (height - pad.top - pad.bottom)) / (high - low)
  const newest = points.findLast(({ value }) => value !== null)
  const words = t('kit.trend.words', {
    label,
    from: format.date(points[0]?.day),
    to: format.date(points[last]?.day),
    end: newest?.value == null ? '–' : show(newest.value),
    target: target ? `${target.label} ${show(target.value)}` : '',
  })
  const isNearTarget = (mark: number) => target !== null && Math.abs(y(mark) - y(target.value)) < 14
  return (
    <svg className="tc-chart" viewBox={`0 0 ${width} ${height}`} role="img" aria-label={words}>
      {[...new Set([high, 0, low])].map((mark) => (
        <g key={mark}>
          <line
            className={mark === 0 ? 'tc-zero' : 'tc-grid'}
            x1={pad.left}
            x2={width - pad.right}
            y1={y(mark)}
            y2={y(mark)}
          />
          {!isNearTarget(mark) && (
            <text x={pad.left - 6} y={y(mark) + 4} textAnchor="end">
              {show(mark)}
            </text>
          )}
        </g>
      ))}
      {target && (
        <g className="tc-target">
          <line x1={pad.left} x2={width - pad.right} y1={y(target.value)} y2={y(target.value)} />
          <text x={pad.left - 6} y={y(target.value) + 4} textAnchor="end">
            {show(target.value)}
          </text>
          <text x={pad.left + 4} y={y(target.value) - 5}>
            {target.label}
          </text>
        </g>
      )}
      <path
        className="tc-expected"
        d={pathOf(
          points.map((one) => one.expected ?? null),
          x,
          y,
        )}
      />
      <path
        className="tc-curve"
        d={pathOf(
          points.map((one) => one.value),
          x,
          y,
        )}
      />
      {newest?.value != null && (
        <circle className="tc-dot" cx={x(points.indexOf(newest))} cy={y(newest.value)} r={3.5} />
      )}
      <text x={pad.left} y={height - 6}>
        {format.date(points[0]?.day)}
      </text>
      <text x={width - pad.right} y={height - 6} textAnchor="end">
        {format.date(points[last]?.day)}
      </text>
      {expectedLabel && points.some((one) => one.expected != null) && (
        <text className="tc-legend" x={width - pad.right} y={12} textAnchor="end">
          {`- - ${expectedLabel}`}
        </text>
      )}
    </svg>
  )
}

/** Days without a figure leave a gap. */
function pathOf(
  values: readonly (number | null)[],
  x: (index: number) => number,
  y: (value: number) => number,
): string {
  let pen = 'M'
  return values
    .map((value, index) => {
      if (value === null) {
        pen = 'M'
        return ''
      }
      const point = `${pen}${x(index).toFixed(1)},${y(value).toFixed(1)}`
      pen = 'L'
      return point
    })
    .join('')
}

function Days({ label, expectedLabel, points, show }: Props) {
  const t = useT()
  const format = useFormat()
  const hasExpected = points.some((one) => one.expected != null)
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
    <section className="tc-table" tabIndex={0} aria-label={label}>
      <table>
        <thead>
          <tr>
            <th scope="col">{t('kit.trend.day')}</th>
            <th scope="col">{label}</th>
            {hasExpected && <th scope="col">{expectedLabel}</th>}
          </tr>
        </thead>
        <tbody>
          {points.toReversed().map(({ day, value, expected }) => (
            <tr key={day}>
              <th scope="row">{format.date(day)}</th>
              <td className="td-num">{value === null ? '–' : show(value)}</td>
              {hasExpected && <td className="td-num">{expected == null ? '–' : show(expected)}</td>}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  )
}
