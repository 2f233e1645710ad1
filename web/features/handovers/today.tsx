import { Group, Skeleton } from '@mantine/core'
import { useT } from '../../kernel/i18n.tsx'
import { Link } from '../../kernel/navigation.tsx'
import { useApi } from '../../kernel/query.ts'
import { Panel } from '../../kernel/record/record-page.tsx'
import { TemperatureBadge } from '../../kernel/record/temperature-badge.tsx'
import { LeadClock } from './lead-clock.tsx'
import './inbox.css'

const query = { state: ['pending' as const], mine: true, sort: 'clockAt' as const, limit: 5 }

/** On Hoy: my leads whose clock runs. */
export default function LeadsToday() {
  const t = useT()
  const leads = useApi('GET /handovers', { query })
  const items = leads.data?.items ?? []
  return (
    <Panel
      title={t('handovers.today.title')}
      action={
        <Link to="/inbox" search={{ tab: 'mine' }}>
          {t('handovers.today.all')}
        </Link>
      }
    >
      {leads.isPending && [1, 2, 3].map((key) => <Skeleton key={key} h={28} mb="xs" />)}
      {!leads.isPending && items.length === 0 && (
        <p className="td-muted" style={{ margin: 0 }}>
          {t('handovers.today.empty')}
        </p>
      )}
      <ul className="ho-plain">
        {items.map((lead) => (
          <li key={lead.id}>
            <Group justify="space-between" gap="xs" wrap="nowrap">
              <Link to="/inbox" search={{ tab: 'mine', id: lead.id }} className="td-clip">
                {lead.contactName}
                {lead.companyName && ` · ${lead.companyName}`}
              </Link>
              <Group gap={6} wrap="nowrap">
                <TemperatureBadge value={lead.temperature} />
                <LeadClock lead={lead} />
              </Group>
            </Group>
          </li>
        ))}
      </ul>
    </Panel>
  )
}
