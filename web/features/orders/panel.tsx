import { Button } from '@mantine/core'
import { IconShoppingBag } from '@tabler/icons-react'
import { useFormat, useT } from '../../kernel/i18n.tsx'
import { useCan } from '../../kernel/me.tsx'
import { Link, useGo } from '../../kernel/navigation.tsx'
import { useAct, useApi } from '../../kernel/query.ts'
import { Money } from '../../kernel/record/money.tsx'
import { Panel } from '../../kernel/record/record-page.tsx'
import { StateBadge } from './state-badge.tsx'
import './orders.css'

const shown = 5
type About = { contactId?: string; companyId?: string; dealId?: string }

/** The orders of a contact, a company or a deal, beside it; a won deal without one can become one. */
export default function OrdersPanel({ contactId, companyId, dealId }: About) {
  const t = useT()
  const format = useFormat()
  const narrowest = dealId ? { dealId } : contactId ? { contactId } : companyId ? { companyId } : {}
  const orders = useApi('GET /orders', { query: { ...narrowest, limit: shown } })
  const items = orders.data?.items
  if (!items || (items.length === 0 && !dealId)) return null
  return (
    <Panel
      title={t('orders.title')}
      {...(orders.data?.next &&
        !dealId && {
          action: (
            <Link to="/orders" search={narrowest as Record<string, string>}>
              {t('orders.panel.all')}
            </Link>
          ),
        })}
    >
      <ul className="or-list">
        {items.map((order) => (
          <li key={order.id}>
            <Link to={`/orders/${order.id}`}>{order.number}</Link>
            <span className="td-muted td-num">{format.date(order.orderedAt)}</span>
            <StateBadge state={order.state} />
            <Money value={order.total} />
          </li>
        ))}
      </ul>
      {dealId && items.length === 0 && <FromDeal dealId={dealId} />}
    </Panel>
  )
}

function FromDeal({ dealId }: { dealId: string }) {
  const t = useT()
  const go = useGo()
  const can = useCan()
  const deal = useApi('GET /deals/:id', { params: { id: dealId } }, { enabled: can('deals.read') })
  const create = useAct('POST /deals/:id/order', {
    idempotent: true,
    invalidates: ['/orders', '/deals'],
    done: (order) => t('orders.create.done', { number: order.number }),
  })
  if (deal.data?.state !== 'won' || !can('orders.write'))
    return <p className="td-muted">{t('orders.panel.afterWon')}</p>
  return (
    <Button
      variant="default"
      leftSection={<IconShoppingBag size={16} />}
      loading={create.isPending}
      onClick={() =>
        void create.mutateAsync({ params: { id: dealId }, body: {} }).then(
          (order) => go(`/orders/${order.id}`),
          () => undefined,
        )
      }
    >
      {t('orders.panel.fromDeal')}
    </Button>
  )
}
