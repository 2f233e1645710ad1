import { Button, SegmentedControl } from '@mantine/core'
import { useState } from 'react'
import type { ReplyOf } from '../../kernel/api.ts'
import { useFormat, useT } from '../../kernel/i18n.tsx'
import { useMe } from '../../kernel/me.tsx'
import { useApi } from '../../kernel/query.ts'

const spans = { quarter: 90, year: 365 } as const
type Span = keyof typeof spans
type Days = ReplyOf<'GET /alignment/trend'>['items']

/** Day by day from a zero baseline, with the line of 59 under which a weak part holds it; the numbers one click away. */
export function Trend({ scope }: { scope: { projectId?: string } }) {
  const t = useT()
  const { workspace } = useMe()
  const [span, setSpan] = useState<Span>('quarter')
  const [asTable, setAsTable] = useState(false)
  const to = new Intl.DateTimeFormat('en-CA', { timeZone: workspace.timeZone }).format(new Date())
  const from = new Date(Date.parse(`${to}T00:00:00Z`) - (spans[span] - 1) * 86_400_000).toISOString().slice(0, 10)
  const trend = useApi('GET /alignment/trend', { query: { from, to, ...scope } }, { keepPrevious: true }).data
  return (
    <section className="al-card">
      <div className="al-trend-head">
        <h2>{t('alignment.trend.title')}</h2>
        <SegmentedControl
          size="xs"
          aria-label={t('alignment.trend.span')}
          value={span}
          onChange={(next) => setSpan(next === 'year' ? 'year' : 'quarter')}
          data={(['quarter', 'year'] as const).map((value) => ({ value, label: t(`alignment.trend.${value}`) }))}
        />
      </div>
      {!trend || trend.items.length < 2 ? (
        <p className="td-muted">{t('alignment.trend.none')}</p>
      ) : (
        <>
          <Chart days={trend.items} from={trend.from} length={spans[span]} />
          <Button size="compact-sm" variant="subtle" aria-expanded={asTable} onClick={() => setAsTable(!asTable)}>
            {t(asTable ? 'alignment.trend.hideTable' : 'alignment.trend.table')}
          </Button>
          {asTable && <Table days={trend.items} />}
        </>
      )}
    </section>
  )
}

const width = 720
const height = 200
const left = 28
const right = 30
const top = 8
const bottom = 20

function Chart({ days, from, length }: { days: Days; from: string; length: number }) {
  const t = useT()
  const format = useFormat()
  const x = (on: string) =>
    left + ((Date.parse(on) - Date.parse(from)) / 86_400_000 / Math.max(1, length - 1)) * (width - left - right)
  const y = (score: number) => top + (1 - score / 100) * (height - top - bottom)
  const known = days.flatMap((day) => (day.score === null ? [] : [{ on: day.on, score: day.score }]))
  const first = known[0]
  const last = known.at(-1)
  if (!first || !last) return null
  const line = known.map((day, index) => `${index === 0 ? 'M' : 'L'}${x(day.on).toFixed(1)} ${y(day.score).toFixed(1)}`)
  const words = t('alignment.trend.words', {
    ...{ from: format.date(first.on), to: format.date(last.on), first: first.score, last: last.score },
  })
  return (
    <svg className="al-chart" viewBox={`0 0 ${width} ${height}`} role="img" aria-label={words}>
      {[0, 50, 100].map((score) => (
        <g key={score}>
          <line x1={left} x2={width - right} y1={y(score)} y2={y(score)} className="al-grid" />
          <text x={left - 6} y={y(score) + 4} textAnchor="end">
            {score}
          </text>
        </g>
      ))}
      <line x1={left} x2={width - right} y1={y(59)} y2={y(59)} className="al-cap" />
      <path d={line.join('')} className="al-line" />
      <circle cx={x(last.on)} cy={y(last.score)} r={3.5} className="al-dot" />
      <text x={x(last.on) + 7} y={y(last.score) + 4} className="al-last">
        {last.score}
      </text>
      <text x={left} y={height - 4}>
        {format.date(from)}
      </text>
      <text x={width - right} y={height - 4} textAnchor="end">
        {format.date(last.on)}
      </text>
    </svg>
  )
}

function Table({ days }: { days: Days }) {
  const t = useT()
  const format = useFormat()
  return (
    <div className="al-days">
      <table className="al-table">
        <thead>
          <tr>
            <th scope="col">{t('alignment.trend.day')}</th>
            <th scope="col">{t('alignment.score')}</th>
          </tr>
        </thead>
        <tbody>
          {days.toReversed().map((day) => (
            <tr key={day.on}>
              <th scope="row">{format.date(day.on)}</th>
              <td className="td-num">{day.score === null ? '–' : format.number(day.score)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}
