import type { ReactNode } from 'react'
import type { Deal } from '#contract/deals.ts'
import { useFormat, useT } from '../../kernel/i18n.tsx'
import { Link } from '../../kernel/navigation.tsx'
import { Fact, Facts } from '../../kernel/record/facts.tsx'
import { Money } from '../../kernel/record/money.tsx'
import { StateBadge } from './state-badge.tsx'

/** A deal at a glance, beside the list. */
export function DealSummary({ deal }: { deal: Deal }) {
  const t = useT()
  const format = useFormat()
  const rows: [string, ReactNode][] = [
    [t('deals.fields.state'), <StateBadge key="state" state={deal.state} />],
    [t('deals.fields.stage'), deal.stageName],
    [t('deals.fields.amount'), <Money key="amount" value={deal.amount} />],
    [t('deals.fields.expectedCloseOn'), format.date(deal.expectedCloseOn)],
    [
      t('deals.fields.contact'),
      deal.contactId ? (
        <Link key="contact" to={`/contacts/${deal.contactId}`}>
          {deal.contactName}
        </Link>
      ) : (
        '–'
      ),
    ],
    [
      t('deals.fields.company'),
      deal.companyId ? (
        <Link key="company" to={`/companies/${deal.companyId}`}>
          {deal.companyName}
        </Link>
      ) : (
        '–'
      ),
    ],
    [t('deals.fields.product'), deal.productName ?? '–'],
    [t('deals.fields.stageSince'), format.date(deal.stageSince)],
  ]
  return (
    <Facts title={deal.name}>
      {rows.map(([label, shown]) => (
        <Fact key={label} label={label}>
          {shown}
        </Fact>
      ))}
    </Facts>
  )
}
