import { Button, Menu } from '@mantine/core'
import { IconChevronDown, IconTruckReturn } from '@tabler/icons-react'
import { useState } from 'react'
import type { OrderRecord, ReturnRecord } from '#contract/orders.ts'
import { api } from '../../kernel/api.ts'
import { useFormat, useT } from '../../kernel/i18n.tsx'
import { useCan } from '../../kernel/me.tsx'
import { Link, useGo, useParam } from '../../kernel/navigation.tsx'
import { useAct, useApi } from '../../kernel/query.ts'
import { Fact, Facts } from '../../kernel/record/facts.tsx'
import { InlineField } from '../../kernel/record/inline-field.tsx'
import { Money } from '../../kernel/record/money.tsx'
import { DeleteItem, MoreMenu } from '../../kernel/record/more-menu.tsx'
import { RecordPage } from '../../kernel/record/record-page.tsx'
import { useRecordSave } from '../../kernel/record/use-record-save.tsx'
import { Lines } from './lines.tsx'
import { MendReturn } from './mend-return.tsx'
import { Returns } from './return-cards.tsx'
import { ReturnDialog } from './return-dialog.tsx'
import { RefundBadge, StateBadge } from './state-badge.tsx'
import { OrderTimeline } from './timeline.tsx'
import { nextStates } from './words.ts'
import './orders.css'

type Open = { kind: 'return' } | { kind: 'mend'; one: ReturnRecord } | null

/** One order: what was sold to whom, and what came back. */
export default function OrderPage() {
  const t = useT()
  const id = useParam('id')
  const order = useApi('GET /orders/:id', { params: { id } })
  const [open, setOpen] = useState<Open>(null)
  const { save, dialog } = useRecordSave({
    get: 'GET /orders/:id',
    patch: 'PATCH /orders/:id',
    params: { id },
    labels: { note: t('orders.fields.note') },
  })
  return (
    <RecordPage
      query={order}
      title={(one) => t('orders.record.title', { number: one.number })}
      crumbs={[{ to: '/orders', label: t('orders.title') }]}
      badges={(one) => (
        <>
          <StateBadge state={one.state} />
          <RefundBadge refunded={one.refunded} />
        </>
      )}
      actions={(one) => <Actions order={one} onReturn={() => setOpen({ kind: 'return' })} />}
      facts={(one) => <OrderFacts order={one} onNote={(note) => save({ note })} />}
      main={(one) => (
        <>
          <Lines order={one} />
          <Returns order={one} onMend={(back) => setOpen({ kind: 'mend', one: back })} />
          <OrderTimeline id={one.id} />
        </>
      )}
      dialogs={
        <>
          {dialog}
          {open?.kind === 'return' && order.data && <ReturnDialog order={order.data} onClose={() => setOpen(null)} />}
          {open?.kind === 'mend' && <MendReturn one={open.one} onClose={() => setOpen(null)} />}
        </>
      }
    />
  )
}

function OrderFacts({ order, onNote }: { order: OrderRecord; onNote: (note: string | null) => Promise<unknown> }) {
  const t = useT()
  const format = useFormat()
  const readOnly = !useCan()('orders.write')
  const link = (to: string, id: string | null, name: string | null) =>
    id ? <Link to={`${to}/${id}`}>{name || '…'}</Link> : <span className="td-muted">{t('kit.record.empty')}</span>
  return (
    <>
      <Facts title={t('orders.record.facts')}>
        <Fact label={t('orders.fields.contact')}>{link('/contacts', order.contactId, order.contactName)}</Fact>
        <Fact label={t('orders.fields.company')}>{link('/companies', order.companyId, order.companyName)}</Fact>
        {order.dealId && <Fact label={t('orders.fields.deal')}>{link('/deals', order.dealId, order.dealName)}</Fact>}
        <Fact label={t('orders.fields.orderedAt')}>{format.dateTime(order.orderedAt)}</Fact>
        <Fact label={t('orders.fields.total')}>
          <Money value={order.total} />
        </Fact>
        {order.refunded.amountCents > 0 && (
          <Fact label={t('orders.fields.refunded')}>
            <Money value={order.refunded} />
          </Fact>
        )}
      </Facts>
      <Facts title={t('orders.record.origin')}>
        <Fact label={t('orders.fields.source')}>{order.shopName ?? t(`orders.sources.${order.source}`)}</Fact>
        {order.externalId && order.externalId !== order.number && (
          <Fact label={t('orders.fields.externalId')}>{order.externalId}</Fact>
        )}
        {order.campaignId && (
          <Fact label={t('orders.fields.campaign')}>
            <Link to={`/campaigns/${order.campaignId}`}>{order.linkCode ?? t('orders.record.campaign')}</Link>
          </Fact>
        )}
        <InlineField
          kind="long_text"
          label={t('orders.fields.note')}
          value={order.note}
          readOnly={readOnly}
          onSave={onNote}
        />
      </Facts>
    </>
  )
}

function Actions({ order, onReturn }: { order: OrderRecord; onReturn: () => void }) {
  const t = useT()
  const go = useGo()
  const can = useCan()
  const { id, number } = order
  const move = useAct('PATCH /orders/:id', {
    invalidates: ['/orders'],
    done: (now) => t('orders.record.moved', { number: now.number, state: t(`orders.states.${now.state}`) }),
  })
  const remove = useAct('DELETE /orders/:id', {
    invalidates: ['/orders', '/returns'],
    done: t('orders.record.deleted', { number }),
    undo: () => api('POST /orders/:id/restoration', { params: { id } }),
  })
  if (!can('orders.write')) return null
  const next = nextStates(order.state)
  const left = order.lines.some((line) => line.returned < line.quantity)
  return (
    <>
      {next.length > 0 && (
        <Menu position="bottom-end">
          <Menu.Target>
            <Button variant="default" rightSection={<IconChevronDown size={16} />} loading={move.isPending}>
              {t('orders.record.move')}
            </Button>
          </Menu.Target>
          <Menu.Dropdown>
            {next.map((state) => (
              <Menu.Item key={state} onClick={() => move.mutate({ params: { id }, body: { state } })}>
                {t(`orders.states.${state}`)}
              </Menu.Item>
            ))}
          </Menu.Dropdown>
        </Menu>
      )}
      <Button leftSection={<IconTruckReturn size={17} />} disabled={!left} onClick={onReturn}>
        {t('orders.returns.create')}
      </Button>
      <MoreMenu>
        <DeleteItem onClick={() => void remove.mutateAsync({ params: { id } }).then(() => go('/orders'))}>
          {t('orders.record.delete')}
        </DeleteItem>
      </MoreMenu>
    </>
  )
}
