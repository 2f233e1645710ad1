import { Badge } from '@mantine/core'
import { IconHandStop } from '@tabler/icons-react'
import type { ReplyOf } from '../../kernel/api.ts'
import { useT } from '../../kernel/i18n.tsx'
import { Link } from '../../kernel/navigation.tsx'
import { SlaClock } from '../../kernel/record/sla-clock.tsx'
import { TemperatureBadge } from '../../kernel/record/temperature-badge.tsx'
import { Card } from './card.tsx'

/** Leads with a running clock: mine first, then those that nobody has taken. */
export function Leads({ leads }: { leads: ReplyOf<'GET /today'>['leads'] }) {
  const t = useT()
  return (
    <Card
      title={t('today.leads.title')}
      note={
        <>
          {leads.overdue > 0 && <Badge color="red">{t('today.leads.overdue', { count: leads.overdue })}</Badge>}
          {leads.unassigned > 0 && (
            <Badge color="gray">{t('today.leads.unassigned', { count: leads.unassigned })}</Badge>
          )}
        </>
      }
      more={{ to: '/inbox', label: t('today.leads.all') }}
    >
      {leads.items.length === 0 ? (
        <p className="td-card-none">{t('today.leads.none')}</p>
      ) : (
        <ul className="td-rows">
          {leads.items.map((lead) => (
            <li key={lead.id}>
              <Link to={`/inbox?id=${lead.id}`} className="td-row">
                <span className="td-row-name">
                  <strong className="td-clip">{lead.contactName}</strong>
                  {lead.companyName && <span className="td-muted td-clip">{lead.companyName}</span>}
                </span>
                <span className="td-row-marks">
                  {lead.handRaise && (
                    <IconHandStop size={16} stroke={1.6} role="img" aria-label={t('today.leads.handRaise')} />
                  )}
                  <TemperatureBadge value={lead.temperature} />
                  <SlaClock dueAt={lead.clockAt} requestedAt={lead.assignedAt ?? lead.requestedAt} state="running" />
                </span>
              </Link>
            </li>
          ))}
        </ul>
      )}
    </Card>
  )
}
