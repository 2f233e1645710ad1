import { useFormat, useT } from '../../kernel/i18n.tsx'
import { Link } from '../../kernel/navigation.tsx'
import { useApi } from '../../kernel/query.ts'
import { Bar, Block, BlockSkeleton } from './block.tsx'

export function Won() {
  const t = useT()
  const format = useFormat()
  const won = useApi('GET /reports/won', { query: { months: 12 } }).data
  if (!won) return <BlockSkeleton />
  const most = Math.max(1, ...won.months.map((month) => month.amountCents))
  const nameOf = (from: string) =>
    new Intl.DateTimeFormat(format.locale, { month: 'long', year: 'numeric', timeZone: 'UTC' }).format(
      new Date(`${from}T00:00:00Z`),
    )
  return (
    <Block title={t('results.won.title')} text={t('results.won.text')}>
      <table className="td-report">
        <thead>
          <tr>
            <th scope="col">{t('results.won.month')}</th>
            <td />
            <th scope="col">{t('results.won.deals')}</th>
            <th scope="col">{t('results.won.amount')}</th>
          </tr>
        </thead>
        <tbody>
          {won.months.toReversed().map(({ from, to, deals, amountCents }) => (
            <tr key={from}>
              <th scope="row">{nameOf(from)}</th>
              <td className="td-bar-cell">
                <Bar share={amountCents / most} />
              </td>
              <td className="td-num">{format.number(deals)}</td>
              <td className="td-num">
                <Link to={`/results/records?report=won&from=${from}&to=${to}`}>
                  {format.money({ amountCents, currency: won.currency })}
                </Link>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </Block>
  )
}
