import { useFormat, useT } from '../../kernel/i18n.tsx'
import { Link } from '../../kernel/navigation.tsx'
import { useApi } from '../../kernel/query.ts'
import { Bar, Block, BlockSkeleton } from './block.tsx'
import { sourceWords } from './source-words.ts'

export function Sources({ days }: { days: { from: string; to: string } }) {
  const t = useT()
  const format = useFormat()
  const sources = useApi('GET /reports/sources', { query: days }, { keepPrevious: true }).data
  if (!sources) return <BlockSkeleton />
  const most = Math.max(1, ...sources.items.map((item) => item.contacts))
  const behind = (source: string | null, more = '') =>
    `/results/records?report=sources&source=${encodeURIComponent(source ?? '')}&from=${days.from}&to=${days.to}${more}`
  return (
    <Block title={t('results.sources.title')} text={t('results.sources.text')}>
      {sources.items.length === 0 ? (
        <p className="td-muted">{t('results.sources.empty')}</p>
      ) : (
        <table className="td-report">
          <thead>
            <tr>
              <th scope="col">{t('results.sources.source')}</th>
              <td />
              <th scope="col">{t('results.sources.contacts')}</th>
              <th scope="col">{t('results.sources.customers')}</th>
            </tr>
          </thead>
          <tbody>
            {sources.items.map(({ source, contacts, customers }) => (
              <tr key={source ?? ''}>
                <th scope="row">{sourceWords(t, source)}</th>
                <td className="td-bar-cell">
                  <Bar share={contacts / most} />
                </td>
                <td className="td-num">
                  <Link to={behind(source)}>{format.number(contacts)}</Link>
                </td>
                <td className="td-num">
                  <Link to={behind(source, '&customers=true')}>{format.number(customers)}</Link>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </Block>
  )
}
