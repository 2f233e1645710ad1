import { Button } from '@mantine/core'
import { IconPlus, IconShoppingBag } from '@tabler/icons-react'
import { useMemo } from 'react'
import { useFormat, useT } from '../../kernel/i18n.tsx'
import { type Column, type Filter, RecordList } from '../../kernel/list/record-list.tsx'
import { Can } from '../../kernel/me.tsx'
import type { RowOf } from '../../kernel/query.ts'
import { Money } from '../../kernel/record/money.tsx'
import { useCreate } from '../../kernel/shell/create.tsx'
import { Widgets } from '../../kernel/shell/widgets.tsx'
import { StateBadge } from './state-badge.tsx'
import { ListSwitch } from './switch.tsx'
import { sources, states } from './words.ts'

/** All orders, wherever they came from. */
export default function OrderList() {
  const t = useT()
  const create = useCreate()
  const add = (
    <Can permission="orders.write">
      <Button leftSection={<IconPlus size={16} />} onClick={() => create.open('order')}>
        {t('orders.create.action')}
      </Button>
    </Can>
  )
  const filters = useMemo<readonly Filter[]>(
    () => [
      { kind: 'text', key: 'q', label: t('kit.filters.search') },
      {
        kind: 'multi',
        key: 'state',
        label: t('orders.fields.state'),
        options: states.map((value) => ({ value, label: t(`orders.states.${value}`) })),
      },
      {
        kind: 'multi',
        key: 'source',
        label: t('orders.fields.source'),
        options: sources.map((value) => ({ value, label: t(`orders.sources.${value}`) })),
      },
      { kind: 'dates', key: 'ordered', label: t('orders.fields.orderedAt') },
      { kind: 'numbers', key: 'total', label: t('orders.fields.total') },
      { kind: 'boolean', key: 'returned', label: t('orders.returned') },
    ],
    [t],
  )
  return (
    <RecordList
      route="GET /orders"
      title={t('orders.title')}
      viewsOf="orders"
      exportSlot={(seen) => <Widgets slot="list.export" props={{ list: 'orders', ...seen }} height={28} />}
      columns={useColumns()}
      filters={filters}
      rowLabel={(row) => row.number}
      open={(row) => `/orders/${row.id}`}
      toolbar={<ListSwitch here="/orders" />}
      actions={add}
      empty={{
        title: t('orders.empty.title'),
        text: t('orders.empty.text'),
        picture: <IconShoppingBag size={40} stroke={1.2} />,
        action: add,
      }}
    />
  )
}

function useColumns(): Column<RowOf<'GET /orders'>>[] {
  const t = useT()
  const format = useFormat()
  const words = (text: string | null) =>
    text ? <span className="td-clip">{text}</span> : <span className="td-muted">–</span>
  return [
    { key: 'number', header: t('orders.fields.number'), width: 120, primary: true, render: (row) => row.number },
    {
      key: 'orderedAt',
      header: t('orders.fields.orderedAt'),
      sort: 'orderedAt',
      width: 130,
      render: (row) => <span className="td-num">{format.date(row.orderedAt)}</span>,
    },
    { key: 'contact', header: t('orders.fields.contact'), width: 170, render: (row) => words(row.contactName) },
    { key: 'company', header: t('orders.fields.company'), width: 140, render: (row) => words(row.companyName) },
    { key: 'state', header: t('orders.fields.state'), width: 140, render: (row) => <StateBadge state={row.state} /> },
    {
      key: 'units',
      hidden: true,
      header: t('orders.fields.units'),
      width: 90,
      align: 'end',
      render: (row) => <span className="td-num">{format.number(row.units)}</span>,
    },
    {
      key: 'total',
      header: t('orders.fields.total'),
      sort: 'total',
      width: 130,
      align: 'end',
      render: (row) => <Money value={row.total} />,
    },
    {
      key: 'refunded',
      header: t('orders.fields.refunded'),
      width: 130,
      align: 'end',
      render: (row) =>
        row.refunded.amountCents > 0 ? <Money value={row.refunded} /> : <span className="td-muted">–</span>,
    },
    {
      key: 'source',
      header: t('orders.fields.source'),
      width: 150,
      render: (row) => words(row.shopName ?? t(`orders.sources.${row.source}`)),
    },
  ]
}
