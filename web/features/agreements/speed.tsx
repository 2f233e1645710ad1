import type { SalesResult } from '#contract/agreement-parts.ts'
import { useFormat, useT } from '../../kernel/i18n.tsx'
import { useCan } from '../../kernel/me.tsx'
import { useApi } from '../../kernel/query.ts'
import { Panel } from '../../kernel/record/record-page.tsx'

/** How long the leads of the window waited: for the system, and for a person. Who still waits is counted in. */
export function Speed({ result }: { result: SalesResult }) {
  const t = useT()
  const format = useFormat()
  const can = useCan()
  const speed = useApi(
    'GET /reports/speed-to-lead',
    { query: { from: result.since } },
    { enabled: can('handovers.read'), keepPrevious: true },
  ).data
  if (!speed || speed.system.count === 0) return null
  const minutes = (value: number | null) => (value === null ? '–' : format.duration(Math.max(1, value) * 60_000))
  const rows = [
    [t('agreements.speed.system'), minutes(speed.system.median), minutes(speed.system.p90)],
    [t('agreements.speed.human'), minutes(speed.human.median), minutes(speed.human.p90)],
    [t('agreements.speed.humanBusiness'), minutes(speed.humanBusiness.median), minutes(speed.humanBusiness.p90)],
  ] as const
  return (
    <Panel title={t('agreements.speed.title')}>
      <table className="ag-table">
        <thead>
          <tr>
            <td />
            <th scope="col">{t('agreements.speed.median')}</th>
            <th scope="col">{t('agreements.speed.p90')}</th>
          </tr>
        </thead>
        <tbody>
          {rows.map(([name, median, p90]) => (
            <tr key={name}>
              <th scope="row">{name}</th>
              <td className="td-num">{median}</td>
              <td className="td-num">{p90}</td>
            </tr>
          ))}
        </tbody>
      </table>
      {speed.neverContactedShare !== null && (
        <p className="ag-said">
          {t('agreements.speed.never', {
            share: format.percent(speed.neverContactedShare, 0),
            waiting: speed.human.waiting,
          })}
        </p>
      )}
    </Panel>
  )
}
