import { useFormat, useT } from '../../kernel/i18n.tsx'
import { useApi } from '../../kernel/query.ts'

/** The last 30 days: how soon people know of a change, and how soon it is mended. */
export function Reaction() {
  const t = useT()
  const format = useFormat()
  const report = useApi('GET /reports/reaction', {}, { keepPrevious: true }).data
  if (!report) return <div className="im-report td-muted">…</div>
  const minutes = (value: number | null) =>
    value === null ? '–' : format.duration(value * 60_000) || format.duration(60_000)
  const share = (value: number | null) => (value === null ? '–' : format.percent(value, 0))
  const pair = ({ p50, p90 }: { p50: number | null; p90: number | null }) =>
    p50 === null ? '–' : `${minutes(p50)} · ${minutes(p90)}`
  const rows = [
    [t('impacts.report.acknowledgement'), pair(report.acknowledgement)],
    [t('impacts.report.reaction'), pair(report.reaction)],
    [t('impacts.report.inTime'), share(report.inTime)],
    [t('impacts.report.coverage'), share(report.coverage)],
    [t('impacts.report.escalated'), format.number(report.escalated)],
  ] as const
  return (
    <dl className="im-report" title={`${t('impacts.report.p50')} · ${t('impacts.report.p90')}`}>
      <div>
        <dt>{t('impacts.report.title')}</dt>
        <dd>{t('impacts.report.impacts', { count: report.impacts })}</dd>
      </div>
      {report.impacts > 0 &&
        rows.map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd className="td-num">{value}</dd>
          </div>
        ))}
    </dl>
  )
}
