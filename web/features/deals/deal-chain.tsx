import { IconArrowsExchange, IconBuilding, IconForms, IconUser } from '@tabler/icons-react'
import type { ReactNode } from 'react'
import type { DealRecord } from '#contract/deals.ts'
import { useFormat, useT } from '../../kernel/i18n.tsx'
import { Link } from '../../kernel/navigation.tsx'
import { Panel } from '../../kernel/record/record-page.tsx'

/** The chain that led to the deal, each link one click away: form, handover, contact, company. */
export function DealChain({ deal }: { deal: DealRecord }) {
  const t = useT()
  const format = useFormat()
  const size = { size: 16, stroke: 1.6 }
  const links: [boolean, string, ReactNode, string, string | null][] = [
    [
      deal.form !== null,
      `/forms/${deal.form?.id}`,
      <IconForms key="form" {...size} />,
      t('deals.record.chainForm', { form: deal.form?.name ?? '' }),
      deal.form?.submittedAt ?? null,
    ],
    [
      deal.handover !== null,
      `/inbox?tab=${deal.handover?.state}&id=${deal.handover?.id}`,
      <IconArrowsExchange key="handover" {...size} />,
      t('deals.record.chainHandover'),
      deal.handover?.requestedAt ?? null,
    ],
    [
      deal.contactId !== null,
      `/contacts/${deal.contactId}`,
      <IconUser key="contact" {...size} />,
      t('deals.record.chainContact', { contact: deal.contactName ?? '' }),
      null,
    ],
    [
      deal.companyId !== null,
      `/companies/${deal.companyId}`,
      <IconBuilding key="company" {...size} />,
      t('deals.record.chainCompany', { company: deal.companyName ?? '' }),
      null,
    ],
  ]
  const known = links.filter(([exists]) => exists)
  return (
    <Panel title={t('deals.record.chain')}>
      {known.length === 0 ? (
        <p className="td-muted" style={{ margin: 0 }}>
          {t('deals.record.chainEmpty')}
        </p>
      ) : (
        <ol className="dl-chain">
          {known.map(([, to, icon, text, at]) => (
            <li key={to}>
              {icon}
              <Link {...addressOf(to)} className="td-clip">
                {text}
              </Link>
              {at && <span className="td-muted td-num">{format.date(at)}</span>}
            </li>
          ))}
        </ol>
      )}
    </Panel>
  )
}

/** A link takes its query apart from its path. */
function addressOf(to: string) {
  const [path = '', query] = to.split('?')
  return query ? { to: path, search: Object.fromEntries(new URLSearchParams(query)) } : { to: path }
}
