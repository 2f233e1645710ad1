import { useFormat, useT } from '../../kernel/i18n.tsx'
import { Link } from '../../kernel/navigation.tsx'
import { useApi } from '../../kernel/query.ts'
import { Bar, Block, BlockSkeleton } from './block.tsx'

const path = ['lead', 'mql', 'sal', 'opportunity', 'customer']
const beside = ['subscriber', 'recycled', 'disqualified']

/** How many reached each stage, and which share of the stage before that is. */
export function Funnel({ days }: { days: { from: string; to: string } }) {
  const t = useT()
  const format = useFormat()
  const funnel = useApi('GET /reports/funnel', { query: days }, { keepPrevious: true }).data
  if (!funnel) return <BlockSkeleton />
  const of = (stage: string) => funnel.stages.find((one) => one.stage === stage) ?? { reached: 0, now: 0 }
  const most = Math.max(1, ...path.map((stage) => of(stage).reached))
  const row = (stage: string, before?: string) => {
    const { reached, now } = of(stage)
    const earlier = before ? of(before).reached : 0
    return (
      <tr key={stage}>
        <th scope="row">{t(`kit.lifecycle.${stage}`)}</th>
        <td className="td-bar-cell">
          {before !== undefined || stage === path[0] ? <Bar share={reached / most} /> : null}
        </td>
        <td className="td-num">
          <Link to={`/results/records?report=funnel&stage=${stage}&from=${days.from}&to=${days.to}`}>
            {format.number(reached)}
          </Link>
        </td>
        <td className="td-num td-muted td-wide-only">{earlier > 0 ? format.percent(reached / earlier, 0) : ''}</td>
        <td className="td-num">
          <Link to={`/contacts?lifecycleStage=${stage}`}>{format.number(now)}</Link>
        </td>
      </tr>
    )
  }
  return (
    <Block title={t('results.funnel.title')} text={t('results.funnel.text')}>
      <table className="td-report">
        <thead>
          <tr>
            <th scope="col">{t('results.records.stage')}</th>
            <td />
            <th scope="col">{t('results.funnel.reached')}</th>
            <th scope="col" className="td-wide-only">
              {t('results.funnel.rate')}
            </th>
            <th scope="col">{t('results.funnel.now')}</th>
          </tr>
        </thead>
        <tbody>{path.map((stage, index) => row(stage, path[index - 1]))}</tbody>
        <tbody className="td-report-aside">{beside.map((stage) => row(stage))}</tbody>
      </table>
    </Block>
  )
}
