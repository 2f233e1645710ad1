import { Button } from '@mantine/core'
import { useState } from 'react'
import type { Attainment, MarketingResult } from '#contract/agreement-parts.ts'
import type { Agreement } from '#contract/agreements.ts'
import { useFormat, useT } from '../../kernel/i18n.tsx'
import { MoreButton } from '../../kernel/list/more-button.tsx'
import { Link } from '../../kernel/navigation.tsx'
import { useApiPages } from '../../kernel/query.ts'
import { Panel } from '../../kernel/record/record-page.tsx'
import { sourceWords } from '../results/source-words.ts'

type Props = { agreement: Agreement; attainment: Attainment; result: MarketingResult }

/** Which source delivered how many of what value, where each figure comes from, and who they are. */
export function Sources({ agreement, attainment, result }: Props) {
  const t = useT()
  const format = useFormat()
  const [shown, setShown] = useState<string | null>(null)
  const money = (amountCents: number) => format.money({ amountCents, currency: attainment.currency })
  return (
    <Panel title={t('agreements.sources.title')}>
      <p className="td-muted ag-said">{t('agreements.sources.text')}</p>
      {result.sources.length === 0 ? (
        <p className="td-muted">{t('agreements.sources.none')}</p>
      ) : (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
        <section className="ag-scroll" tabIndex={0} aria-label={t('agreements.sources.title')}>
          <table className="ag-table">
            <thead>
              <tr>
                <th scope="col">{t('agreements.sources.source')}</th>
                <th scope="col">{t(`agreements.units.${result.unit}`)}</th>
                <th scope="col">{t('agreements.sources.closeRate')}</th>
                <th scope="col">{t('agreements.sources.revenue')}</th>
                <th scope="col">{t('agreements.sources.value')}</th>
                <th scope="col">{t('agreements.sources.delivered')}</th>
              </tr>
            </thead>
            <tbody>
              {result.sources.map((one) => (
                <tr key={one.source}>
                  <th scope="row">{sourceWords(t, one.source)}</th>
                  <td className="td-num">
                    <Button
                      variant="subtle"
                      size="compact-sm"
                      aria-expanded={shown === one.source}
                      onClick={() => setShown(shown === one.source ? null : one.source)}
                    >
                      {format.number(one.count)}
                    </Button>
                  </td>
                  <td className="td-num">
                    {format.percent(one.closeRate.value)}
                    <small>{t(`agreements.origins.${one.closeRate.origin}`, { sample: one.closeRate.sample })}</small>
                  </td>
                  <td className="td-num">
                    {money(one.revenue.cents)}
                    <small>{t(`agreements.origins.${one.revenue.origin}`, { sample: one.revenue.sample })}</small>
                  </td>
                  <td className="td-num">{money(one.valueCents)}</td>
                  <td className="td-num">{money(one.deliveredCents)}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </section>
      )}
      {shown !== null && <Deliveries id={agreement.id} source={shown} />}
    </Panel>
  )
}

function Deliveries({ id, source }: { id: string; source: string }) {
  const t = useT()
  const format = useFormat()
  const page = useApiPages('GET /agreements/:id/deliveries', { params: { id }, query: { source, limit: 20 } })
  return (
    <div className="ag-behind">
      <h3>{t('agreements.sources.people', { source: sourceWords(t, source) })}</h3>
      {page.items.length === 0 && !page.isPending && <p className="td-muted">{t('agreements.sources.nobody')}</p>}
      <ul>
        {page.items.map((one) => (
          <li key={one.contactId}>
            <Link to={`/contacts/${one.contactId}`}>{one.contactName || '–'}</Link>
            <span className="td-muted td-num">{format.dateTime(one.at)}</span>
          </li>
        ))}
      </ul>
      <MoreButton pages={page} />
    </div>
  )
}
