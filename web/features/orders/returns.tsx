import { IconTruckReturn } from '@tabler/icons-react'
import { useMemo } from 'react'
import { useFormat, useT } from '../../kernel/i18n.tsx'
import { type Column, type Filter, RecordList } from '../../kernel/list/record-list.tsx'
import type { RowOf } from '../../kernel/query.ts'
import { Money } from '../../kernel/record/money.tsx'
import { Widgets } from '../../kernel/shell/widgets.tsx'
import { Reasons } from './state-badge.tsx'
import { ListSwitch } from './switch.tsx'
import { reasons } from './words.ts'

/** What came back and why; each leads to its order. */
export default function ReturnList() {
  const t = useT()
  const filters = useMemo<readonly Filter[]>(
    () => [
      { kind: 'text', key: 'q', label: t('kit.filters.search') },
      {
        kind: 'multi',
        key: 'reason',
        label: t('orders.fields.reason'),
        options: reasons.map((value) => ({ value, label: t(`orders.reasons.${value}`) })),
      },
      { kind: 'dates', key: 'returned', label: t('orders.fields.returnedAt') },
    ],
    [t],
  )
  return (
    <RecordList
      route="GET /returns"
      title={t('orders.returns.title')}
      viewsOf="returns"
      exportSlot={(seen) => <Widgets slot="list.export" props={{ list: 'returns', ...seen }} height={28} />}
      columns={useColumns()}
      filters={filters}
      rowLabel={(row) => row.orderNumber}
      open={(row) => `/orders/${row.orderId}`}
      toolbar={<ListSwitch here="/returns" />}
      empty={{
        title: t('orders.returns.emptyTitle'),
        text: t('orders.returns.emptyText'),
        picture: <IconTruckReturn size={40} stroke={1.2} />,
      }}
    />
  )
}

function useColumns(): Column<RowOf<'GET /returns'>>[] {
  const t = useT()
  const format = useFormat()
  const words = (text: string | null) =>
    text ? <span className="td-clip">{text}</span> : <span className="td-muted">–</span>
  return [
    {
      key: 'orderNumber',
      header: t('orders.fields.order'),
      width: 130,
      primary: true,
      render: (row) => row.orderNumber,
    },
    {
      key: 'returnedAt',
      header: t('orders.fields.returnedAt'),
      sort: 'returnedAt',
      width: 130,
      render: (row) => <span className="td-num">{format.date(row.returnedAt)}</span>,
    },
    { key: 'contact', header: t('orders.fields.contact'), width: 180, render: (row) => words(row.contactName) },
    {
      key: 'products',
      header: t('orders.fields.products'),
      width: 220,
      render: (row) => words(format.list(row.products)),
    },
    {
      key: 'reasons',
      header: t('orders.fields.reason'),
      width: 220,
      render: (row) => <Reasons reasons={row.reasons} />,
    },
    {
      key: 'units',
      header: t('orders.fields.units'),
      width: 90,
      align: 'end',
      render: (row) => <span className="td-num">{format.number(row.units)}</span>,
    },
    {
      key: 'refund',
      header: t('orders.fields.refund'),
      width: 130,
      align: 'end',
      render: (row) => <Money value={row.refund} />,
    },
  ]
}
