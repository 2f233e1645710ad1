import { IconChartBar } from '@tabler/icons-react'
import { useFormat, useT } from '../../kernel/i18n.tsx'
import { type Column, RecordList } from '../../kernel/list/record-list.tsx'
import { useSearch } from '../../kernel/navigation.tsx'
import type { RowOf } from '../../kernel/query.ts'
import { LifecycleBadge } from '../../kernel/record/lifecycle-badge.tsx'
import { Money } from '../../kernel/record/money.tsx'
import { TemperatureBadge } from '../../kernel/record/temperature-badge.tsx'
import { sourceWords } from './source-words.ts'

/** Exactly the records that a number of the report counts. */
export default function Records() {
  const t = useT()
  const [search] = useSearch()
  const text = (name: string) => (typeof search[name] === 'string' ? search[name] : '')
  const days = { ...(text('from') && { from: text('from') }), ...(text('to') && { to: text('to') }) }
  const empty = {
    title: t('results.records.empty'),
    text: t('results.records.emptyText'),
    picture: <IconChartBar size={40} stroke={1.2} />,
  }
  const contactColumns = useContactColumns()
  const dealColumns = useDealColumns()
  const handoverColumns = useHandoverColumns()
  if (text('report') === 'won') {
    return (
      <RecordList
        route="GET /reports/won/deals"
        title={t('results.records.won')}
        query={days}
        rowLabel={(row) => row.name}
        open={(row) => `/deals/${row.id}`}
        columns={dealColumns}
        empty={empty}
      />
    )
  }
  if (text('report') === 'handovers') {
    return (
      <RecordList
        route="GET /handovers"
        title={t('results.records.handovers')}
        query={{
          sort: '-requestedAt',
          ...(text('from') && { requestedFrom: text('from') }),
          ...(text('state') && { state: [text('state')] }),
          ...(text('reason') && { rejectionReason: [text('reason')] }),
        }}
        rowLabel={(row) => row.contactName}
        open={(row) => `/contacts/${row.contactId}`}
        columns={handoverColumns}
        empty={empty}
      />
    )
  }
  const contacts = {
    rowLabel: (row: Contact) => row.fullName,
    open: (row: Contact) => `/contacts/${row.id}`,
    columns: contactColumns,
    empty,
  }
  if (text('report') === 'sources') {
    const source = sourceWords(t, text('source'))
    const customers = text('customers') === 'true'
    return (
      <RecordList
        route="GET /reports/sources/contacts"
        title={t(customers ? 'results.records.customers' : 'results.records.source', { source })}
        query={{ ...days, ...(text('source') && { source: text('source') }), ...(customers && { customers: 'true' }) }}
        {...contacts}
      />
    )
  }
  const stage = text('stage') || 'lead'
  return (
    <RecordList
      route="GET /reports/funnel/contacts"
      title={t('results.records.reached', { stage: t(`kit.lifecycle.${stage}`) })}
      query={{ ...days, stage }}
      {...contacts}
    />
  )
}

type Contact = RowOf<'GET /reports/funnel/contacts'>
function useContactColumns(): Column<Contact>[] {
  const t = useT()
  const format = useFormat()
  return [
    {
      key: 'fullName',
      header: t('results.records.name'),
      render: (row) => row.fullName || row.email || '–',
      primary: true,
      width: 260,
    },
    { key: 'companyName', header: t('results.records.company'), render: (row) => row.companyName ?? '–', width: 200 },
    {
      key: 'lifecycleStage',
      header: t('results.records.stage'),
      render: (row) => <LifecycleBadge value={row.lifecycleStage} />,
      width: 130,
    },
    {
      key: 'temperature',
      header: t('results.records.temperature'),
      render: (row) => <TemperatureBadge value={row.temperature} />,
      width: 120,
    },
    {
      key: 'source',
      header: t('results.records.from'),
      render: (row) => (row.source ? sourceWords(t, row.source) : '–'),
      width: 150,
    },
    { key: 'at', header: t('results.records.at'), render: (row) => format.dateTime(row.at), width: 180 },
  ]
}

function useDealColumns(): Column<RowOf<'GET /reports/won/deals'>>[] {
  const t = useT()
  const format = useFormat()
  return [
    { key: 'name', header: t('results.records.deal'), render: (row) => row.name, primary: true, width: 280 },
    {
      key: 'amount',
      header: t('results.records.amount'),
      render: (row) => <Money value={row.amount} />,
      align: 'end',
      width: 130,
    },
    { key: 'contactName', header: t('results.records.contact'), render: (row) => row.contactName ?? '–', width: 200 },
    { key: 'companyName', header: t('results.records.company'), render: (row) => row.companyName ?? '–', width: 200 },
    { key: 'ownerName', header: t('results.records.owner'), render: (row) => row.ownerName ?? '–', width: 170 },
    {
      key: 'closedAt',
      header: t('results.records.closedAt'),
      render: (row) => format.dateTime(row.closedAt),
      width: 180,
    },
  ]
}

function useHandoverColumns(): Column<RowOf<'GET /handovers'>>[] {
  const t = useT()
  const format = useFormat()
  return [
    {
      key: 'contactName',
      header: t('results.records.name'),
      render: (row) => row.contactName,
      primary: true,
      width: 240,
    },
    { key: 'companyName', header: t('results.records.company'), render: (row) => row.companyName ?? '–', width: 190 },
    {
      key: 'state',
      header: t('platform.columns.handoverState'),
      render: (row) => t(`platform.words.handoverState.${row.state}`),
      width: 120,
    },
    {
      key: 'rejectionReason',
      header: t('platform.columns.rejectionReason'),
      render: (row) => (row.rejectionReason ? t(`platform.words.rejectionReason.${row.rejectionReason}`) : '–'),
      width: 170,
    },
    { key: 'assigneeName', header: t('results.records.owner'), render: (row) => row.assigneeName ?? '–', width: 170 },
    {
      key: 'requestedAt',
      header: t('platform.columns.requestedAt'),
      render: (row) => format.dateTime(row.requestedAt),
      width: 180,
    },
  ]
}
