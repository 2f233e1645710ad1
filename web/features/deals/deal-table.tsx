import { Button } from '@mantine/core'
import { IconTargetArrow } from '@tabler/icons-react'
import type { ReactNode } from 'react'
import { useFormat, useT } from '../../kernel/i18n.tsx'
import { type Column, RecordList } from '../../kernel/list/record-list.tsx'
import { Can } from '../../kernel/me.tsx'
import type { RowOf } from '../../kernel/query.ts'
import { MemberAvatar } from '../../kernel/record/member-avatar.tsx'
import { useMembers } from '../../kernel/record/member-select.tsx'
import { Money } from '../../kernel/record/money.tsx'
import { useCreate } from '../../kernel/shell/create.tsx'
import { Widgets } from '../../kernel/shell/widgets.tsx'
import { sourceWords } from '../results/source-words.ts'
import '../../kernel/record/record.css'
import { BulkActs } from './bulk-acts.tsx'
import { DealSummary } from './deal-summary.tsx'
import { StateBadge } from './state-badge.tsx'
import { useDealFilters } from './use-deal-filters.ts'
import { usePipeline } from './use-pipeline.ts'

type Row = RowOf<'GET /deals'>

/** Deals as a list, closed ones too. */
export default function DealTable({ toolbar }: { toolbar: ReactNode }) {
  const t = useT()
  const create = useCreate()
  const { stages } = usePipeline()
  const filters = useDealFilters()
  const columns = useColumns()
  return (
    <RecordList
      route="GET /deals"
      title={t('deals.title')}
      viewsOf="deals"
      exportSlot={(seen) => <Widgets slot="list.export" props={{ list: 'deals', ...seen }} height={28} />}
      rowLabel={(row) => row.name}
      columns={columns}
      filters={[
        ...filters.slice(0, 1),
        {
          kind: 'multi',
          key: 'state',
          label: t('deals.fields.state'),
          options: (['open', 'won', 'lost'] as const).map((value) => ({ value, label: t(`deals.states.${value}`) })),
        },
        {
          kind: 'multi',
          key: 'stageId',
          label: t('deals.fields.stage'),
          options: stages.map(({ id, name }) => ({ value: id, label: name })),
        },
        ...filters.slice(1),
        { kind: 'dates', key: 'closed', label: t('deals.fields.closedAt') },
      ]}
      open={(row) => `/deals/${row.id}`}
      preview={(row) => <DealSummary deal={row} />}
      bulk={(bulk) => <BulkActs {...bulk} />}
      toolbar={toolbar}
      defaultSort="-createdAt"
      actions={
        <Can permission="deals.write">
          <Button onClick={() => create.open('deal')}>{t('deals.create.title')}</Button>
        </Can>
      }
      empty={{
        title: t('deals.empty.title'),
        text: t('deals.empty.text'),
        picture: <IconTargetArrow size={40} stroke={1.2} />,
        action: (
          <Can permission="deals.write">
            <Button onClick={() => create.open('deal')}>{t('deals.empty.action')}</Button>
          </Can>
        ),
      }}
    />
  )
}

function useColumns(): Column<Row>[] {
  const t = useT()
  const format = useFormat()
  const members = useMembers()
  const day = (value: string | null) => <span className="td-num td-clip">{format.date(value)}</span>
  const owner = (id: string | null) => members.find((member) => member.id === id)
  return [
    { key: 'name', header: t('deals.fields.name'), render: (row) => row.name, sort: 'name', width: 240, primary: true },
    { key: 'state', header: t('deals.fields.state'), render: (row) => <StateBadge state={row.state} />, width: 104 },
    {
      key: 'stage',
      header: t('deals.fields.stage'),
      render: (row) => <span className="td-clip">{row.stageName}</span>,
      width: 120,
    },
    {
      key: 'amount',
      header: t('deals.fields.amount'),
      render: (row) => <Money value={row.amount} />,
      sort: 'amount',
      width: 120,
      align: 'end',
    },
    {
      key: 'company',
      header: t('deals.fields.company'),
      render: (row) => <span className="td-clip">{row.companyName ?? row.contactName ?? '–'}</span>,
      width: 160,
    },
    {
      key: 'expectedCloseOn',
      header: t('deals.fields.expectedCloseOn'),
      render: (row) => day(row.expectedCloseOn),
      sort: 'expectedCloseOn',
      width: 130,
    },
    {
      key: 'owner',
      header: t('deals.fields.owner'),
      width: 150,
      render: (row) => {
        const member = owner(row.ownerId)
        return member ? (
          <span className="td-member">
            <MemberAvatar name={member.fullName} size={20} />
            <span className="td-clip">{member.fullName}</span>
          </span>
        ) : (
          '–'
        )
      },
    },
    {
      key: 'contact',
      header: t('deals.fields.contact'),
      render: (row) => <span className="td-clip">{row.contactName ?? '–'}</span>,
      width: 160,
      hidden: true,
    },
    {
      key: 'product',
      header: t('deals.fields.product'),
      render: (row) => <span className="td-clip">{row.productName ?? '–'}</span>,
      width: 160,
      hidden: true,
    },
    {
      key: 'source',
      header: t('deals.fields.source'),
      render: (row) => <span className="td-clip">{row.source ? sourceWords(t, row.source) : '–'}</span>,
      width: 120,
      hidden: true,
    },
    {
      key: 'stageSince',
      header: t('deals.fields.stageSince'),
      render: (row) => day(row.stageSince),
      sort: 'stageSince',
      width: 140,
      hidden: true,
    },
    {
      key: 'openedAt',
      header: t('deals.fields.openedAt'),
      render: (row) => day(row.openedAt),
      sort: 'openedAt',
      width: 130,
      hidden: true,
    },
    {
      key: 'closedAt',
      header: t('deals.fields.closedAt'),
      render: (row) => day(row.closedAt),
      sort: 'closedAt',
      width: 130,
      hidden: true,
    },
    {
      key: 'createdAt',
      header: t('deals.fields.createdAt'),
      render: (row) => day(row.createdAt),
      sort: 'createdAt',
      width: 130,
      hidden: true,
    },
    {
      key: 'tags',
      header: t('deals.fields.tags'),
      render: (row) => <span className="td-clip">{row.tags.join(', ')}</span>,
      width: 160,
      hidden: true,
    },
  ]
}
