import { useT } from '../../kernel/i18n.tsx'
import { Can } from '../../kernel/me.tsx'
import { Link } from '../../kernel/navigation.tsx'
import { useApi } from '../../kernel/query.ts'
import { Money } from '../../kernel/record/money.tsx'
import { Panel } from '../../kernel/record/record-page.tsx'
import { TemperatureBadge } from '../../kernel/record/temperature-badge.tsx'
import './companies.css'

const shown = 8

/** The people of a company, those with the latest activity first. */
export function PeoplePanel({ companyId }: { companyId: string }) {
  const t = useT()
  const people = useApi('GET /companies/:id/contacts', { params: { id: companyId }, query: { limit: shown } }).data
  return (
    <Panel
      title={t('companies.record.people')}
      {...(people?.next && {
        action: (
          <Link to="/contacts" search={{ companyId }}>
            {t('companies.record.allPeople')}
          </Link>
        ),
      })}
    >
      {people?.items.length === 0 && <p className="td-muted">{t('companies.record.noPeople')}</p>}
      <ul className="co-list">
        {people?.items.map((person) => (
          <li key={person.id}>
            <span className="co-clip">
              <Link to={`/contacts/${person.id}`}>{person.fullName || person.email || person.phone || '–'}</Link>
              <span className="td-muted">{person.jobTitle}</span>
            </span>
            <TemperatureBadge value={person.temperature} />
          </li>
        ))}
      </ul>
    </Panel>
  )
}

export const DealsPanel = ({ companyId }: { companyId: string }) => (
  <Can permission="deals.read">
    <Deals companyId={companyId} />
  </Can>
)

function Deals({ companyId }: { companyId: string }) {
  const t = useT()
  const deals = useApi('GET /companies/:id/deals', { params: { id: companyId }, query: { limit: shown } }).data?.items
  return (
    <Panel title={t('companies.record.deals')}>
      {deals?.length === 0 && <p className="td-muted">{t('companies.record.noDeals')}</p>}
      <ul className="co-list">
        {deals?.map((deal) => (
          <li key={deal.id}>
            <span className="co-clip">
              <Link to={`/deals/${deal.id}`}>{deal.name}</Link>
              <span className="td-muted">
                {deal.state === 'open' ? deal.stageName : t(`deals.states.${deal.state}`)}
              </span>
            </span>
            <Money
              value={deal.amountCents === null ? null : { amountCents: deal.amountCents, currency: deal.currency }}
            />
          </li>
        ))}
      </ul>
    </Panel>
  )
}
