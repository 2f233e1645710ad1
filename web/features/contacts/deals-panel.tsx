import { useT } from '../../kernel/i18n.tsx'
import { Can } from '../../kernel/me.tsx'
import { Link } from '../../kernel/navigation.tsx'
import { useApi } from '../../kernel/query.ts'
import { Money } from '../../kernel/record/money.tsx'
import { Panel } from '../../kernel/record/record-page.tsx'

/** The deals of a contact, beside it. */
export const DealsPanel = ({ contactId }: { contactId: string }) => (
  <Can permission="deals.read">
    <Deals contactId={contactId} />
  </Can>
)

function Deals({ contactId }: { contactId: string }) {
  const t = useT()
  const deals = useApi('GET /deals', { query: { contactId, limit: 10 } }).data?.items
  return (
    <Panel title={t('contacts.deals.title')}>
      {deals?.length === 0 && <p className="td-muted">{t('contacts.deals.none')}</p>}
      <ul className="ct-list">
        {deals?.map((deal) => (
          <li key={deal.id}>
            <Link to={`/deals/${deal.id}`}>{deal.name}</Link>
            <div className="td-muted">
              {deal.state === 'open' ? deal.stageName : t(`deals.states.${deal.state}`)} · <Money value={deal.amount} />
            </div>
          </li>
        ))}
      </ul>
    </Panel>
  )
}
