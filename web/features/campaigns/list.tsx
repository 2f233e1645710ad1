import { Badge, Button } from '@mantine/core'
import { IconCalendarEvent, IconShieldExclamation, IconSpeakerphone } from '@tabler/icons-react'
import { useFormat, useT } from '../../kernel/i18n.tsx'
import { type Column, RecordList } from '../../kernel/list/record-list.tsx'
import { Can } from '../../kernel/me.tsx'
import { Link } from '../../kernel/navigation.tsx'
import type { RowOf } from '../../kernel/query.ts'
import { MemberAvatar } from '../../kernel/record/member-avatar.tsx'
import { useMembers } from '../../kernel/record/member-select.tsx'
import { Money } from '../../kernel/record/money.tsx'
import { useCreate } from '../../kernel/shell/create.tsx'
import { Widgets } from '../../kernel/shell/widgets.tsx'
import { StateBadge } from './state-badge.tsx'
import './campaigns.css'

type Row = RowOf<'GET /campaigns'>
const states = ['draft', 'kickoff', 'ready', 'live', 'paused', 'finished', 'archived'] as const

/** Every campaign of both teams. */
export default function CampaignList() {
  const t = useT()
  const create = useCreate()
  const columns = useColumns()
  const add = (label: string) => (
    <Can permission="campaigns.write">
      <Button onClick={() => create.open('campaign')}>{t(label)}</Button>
    </Can>
  )
  return (
    <RecordList
      route="GET /campaigns"
      title={t('campaigns.title')}
      viewsOf="campaigns"
      exportSlot={(seen) => <Widgets slot="list.export" props={{ list: 'campaigns', ...seen }} height={28} />}
      rowLabel={(row) => row.name}
      columns={columns}
      filters={[
        { kind: 'text', key: 'q', label: t('campaigns.list.search') },
        {
          kind: 'multi',
          key: 'state',
          label: t('campaigns.fields.state'),
          options: states.map((value) => ({ value, label: t(`campaigns.states.${value}`) })),
        },
        { kind: 'dates', key: 'runs', label: t('campaigns.list.runs') },
        { kind: 'member', key: 'ownerId', label: t('campaigns.fields.owner') },
      ]}
      open={(row) => `/campaigns/${row.id}`}
      defaultSort="-startsOn"
      actions={
        <>
          <Button
            component={Link}
            to="/campaigns/calendar"
            variant="default"
            leftSection={<IconCalendarEvent size={16} stroke={1.7} />}
          >
            {t('campaigns.list.calendar')}
          </Button>
          {add('campaigns.create.title')}
        </>
      }
      empty={{
        title: t('campaigns.empty.title'),
        text: t('campaigns.empty.text'),
        picture: <IconSpeakerphone size={40} stroke={1.2} />,
        action: add('campaigns.empty.action'),
      }}
    />
  )
}

function useColumns(): Column<Row>[] {
  const t = useT()
  const format = useFormat()
  const members = useMembers()
  return [
    {
      key: 'name',
      header: t('campaigns.fields.name'),
      render: (row) => row.name,
      sort: 'name',
      width: 260,
      primary: true,
    },
    {
      key: 'state',
      header: t('campaigns.fields.state'),
      render: (row) => <StateBadge state={row.state} />,
      width: 124,
    },
    {
      key: 'offers',
      header: t('campaigns.fields.offers'),
      width: 120,
      render: (row) => (
        <span className="cp-inline td-num">
          {row.offers}
          {row.switchedOffers > 0 && (
            <Badge
              variant="light"
              color="red"
              leftSection={<IconShieldExclamation size={13} />}
              title={t('campaigns.list.switched', { count: row.switchedOffers })}
            >
              {row.switchedOffers}
            </Badge>
          )}
        </span>
      ),
    },
    {
      key: 'startsOn',
      header: t('campaigns.fields.startsOn'),
      render: (row) => <span className="td-num td-clip">{format.date(row.startsOn)}</span>,
      sort: 'startsOn',
      width: 124,
    },
    {
      key: 'endsOn',
      header: t('campaigns.fields.endsOn'),
      render: (row) => <span className="td-num td-clip">{format.date(row.endsOn)}</span>,
      sort: 'endsOn',
      width: 124,
    },
    {
      key: 'owners',
      header: t('campaigns.fields.owners'),
      width: 110,
      render: (row) => (
        <span className="cp-inline">
          {row.ownerIds.map((id) => {
            const member = members.find((one) => one.id === id)
            return member ? <MemberAvatar key={id} name={member.fullName} size={22} /> : null
          })}
        </span>
      ),
    },
    {
      key: 'budget',
      header: t('campaigns.fields.budget'),
      render: (row) => <Money value={row.budget} />,
      width: 120,
      align: 'end',
    },
    {
      key: 'audience',
      header: t('campaigns.fields.audience'),
      render: (row) => <span className="td-clip">{row.audience ?? '–'}</span>,
      width: 180,
      hidden: true,
    },
    {
      key: 'createdAt',
      header: t('campaigns.fields.createdAt'),
      render: (row) => <span className="td-num td-clip">{format.date(row.createdAt)}</span>,
      sort: 'createdAt',
      width: 124,
      hidden: true,
    },
  ]
}
