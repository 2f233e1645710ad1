import { Button } from '@mantine/core'
import { IconFileText } from '@tabler/icons-react'
import type { ReactNode } from 'react'
import { useFormat, useT } from '../../kernel/i18n.tsx'
import { RecordList } from '../../kernel/list/record-list.tsx'
import { Can } from '../../kernel/me.tsx'
import { useMembers } from '../../kernel/record/member-select.tsx'
import { useCreate } from '../../kernel/shell/create.tsx'
import { AssetState, DriftCounts } from './badges.tsx'

const types = ['ad', 'email', 'landing', 'post', 'script', 'brochure', 'other'] as const

/** Texts of campaigns and beyond, the last edited first. */
export function AssetList({ toolbar }: { toolbar: ReactNode }) {
  const t = useT()
  const format = useFormat()
  const create = useCreate()
  const members = useMembers()
  const add = (
    <Can permission="claims.write">
      <Button onClick={() => create.open('asset')}>{t('claims.create.title')}</Button>
    </Can>
  )
  return (
    <RecordList
      route="GET /assets"
      title={t('claims.title')}
      rowLabel={(row) => row.name}
      open={(row) => `/texts/${row.id}`}
      toolbar={toolbar}
      actions={add}
      defaultSort="-updatedAt"
      columns={[
        {
          key: 'name',
          header: t('claims.fields.name'),
          render: (row) => row.name,
          sort: 'name',
          width: 240,
          primary: true,
        },
        { key: 'type', header: t('claims.fields.type'), render: (row) => t(`claims.types.${row.type}`), width: 130 },
        { key: 'state', header: t('claims.fields.state'), render: (row) => <AssetState asset={row} />, width: 190 },
        {
          key: 'claims',
          header: t('claims.fields.claims'),
          render: (row) => <span className="td-num">{format.number(row.claims)}</span>,
          width: 110,
          align: 'end',
          hidden: true,
        },
        {
          key: 'drift',
          header: t('claims.fields.drift'),
          render: (row) => <DriftCounts drift={row.drift} />,
          width: 170,
        },
        {
          key: 'ownerId',
          header: t('claims.fields.ownerId'),
          render: (row) => members.find((member) => member.id === row.ownerId)?.fullName ?? '–',
          width: 150,
        },
        {
          key: 'updatedAt',
          header: t('claims.fields.updatedAt'),
          render: (row) => <span className="td-num">{format.date(row.updatedAt)}</span>,
          sort: 'updatedAt',
          width: 130,
        },
      ]}
      filters={[
        { kind: 'text', key: 'q', label: t('claims.filters.search') },
        {
          kind: 'multi',
          key: 'state',
          label: t('claims.fields.state'),
          options: (['draft', 'live', 'retired'] as const).map((value) => ({
            value,
            label: t(`claims.states.${value}`),
          })),
        },
        {
          kind: 'multi',
          key: 'type',
          label: t('claims.fields.type'),
          options: types.map((value) => ({ value, label: t(`claims.types.${value}`) })),
        },
        { kind: 'member', key: 'ownerId', label: t('claims.fields.ownerId') },
        { kind: 'boolean', key: 'drifted', label: t('claims.filters.drifted') },
      ]}
      empty={{
        title: t('claims.list.empty'),
        text: t('claims.list.emptyText'),
        picture: <IconFileText size={40} stroke={1.2} />,
        action: add,
      }}
    />
  )
}
