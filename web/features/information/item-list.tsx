import { Badge, Button } from '@mantine/core'
import { IconChecklist, IconCircleCheck, IconUserShare } from '@tabler/icons-react'
import { type ReactNode, useState } from 'react'
import { useFormat, useT } from '../../kernel/i18n.tsx'
import { type Column, RecordList } from '../../kernel/list/record-list.tsx'
import { useCan, useMe } from '../../kernel/me.tsx'
import { type RowOf, useAct } from '../../kernel/query.ts'
import { DepartmentMark } from '../../kernel/record/department-mark.tsx'
import { Freshness } from './freshness.tsx'
import { ItemPreview } from './item-preview.tsx'
import { ReassignDialog } from './reassign-dialog.tsx'
import { dayText, states, touched, valueText } from './words.ts'

type Row = RowOf<'GET /information-items'>
type Props = {
  title: string
  query: Record<string, string>
  toolbar: ReactNode
  actions: ReactNode
  empty: ReactNode
}

export function ItemList({ title, query, toolbar, actions, empty }: Props) {
  const t = useT()
  const { departments } = useMe()
  const canWrite = useCan()('information.write')
  const options = departments.map(({ id, name }) => ({ value: id, label: name }))
  const view = query.view ?? 'all'
  return (
    <RecordList<'GET /information-items'>
      route="GET /information-items"
      title={title}
      query={query}
      toolbar={toolbar}
      actions={actions}
      rowLabel={(row) => row.name}
      open={(row) => `/information/${row.id}`}
      preview={(row) => <ItemPreview key={row.id} id={row.id} />}
      columns={useColumns()}
      filters={[
        { kind: 'text', key: 'q', label: t('information.filters.search') },
        { kind: 'select', key: 'requestedByDepartmentId', label: t('information.columns.requestedBy'), options },
        { kind: 'select', key: 'providedByDepartmentId', label: t('information.columns.providedBy'), options },
        {
          kind: 'multi',
          key: 'state',
          label: t('information.columns.freshness'),
          options: states.map((value) => ({ value, label: t(`information.states.${value}`) })),
        },
        { kind: 'member', key: 'ownerId', label: t('information.columns.owner') },
        { kind: 'boolean', key: 'mandatory', label: t('information.columns.mandatory') },
        { kind: 'boolean', key: 'ownerless', label: t('information.filters.ownerless') },
      ]}
      {...(canWrite && { bulk: ({ rows, clear }) => <BulkActs rows={rows} clear={clear} /> })}
      empty={{
        title: t(`information.empty.${view}.title`),
        text: t(`information.empty.${view}.text`),
        picture: <IconChecklist size={40} stroke={1.2} />,
        action: empty,
      }}
    />
  )
}

function useColumns(): Column<Row>[] {
  const t = useT()
  const format = useFormat()
  return [
    {
      key: 'name',
      header: t('information.columns.name'),
      render: (row) => (
        <span className="in-name">
          <span className="td-clip">{row.name}</span>
          {row.mandatory && (
            <Badge variant="outline" color="gray" size="xs">
              {t('information.mandatory')}
            </Badge>
          )}
          {row.openProposals > 0 && (
            <Badge variant="light" color="blue" size="xs">
              {t('information.proposals.waiting', { count: row.openProposals })}
            </Badge>
          )}
        </span>
      ),
      sort: 'name',
      width: 320,
      primary: true,
    },
    {
      key: 'freshness',
      header: t('information.columns.freshness'),
      render: (row) => <Freshness item={row} />,
      sort: 'freshness',
      width: 210,
    },
    {
      key: 'value',
      header: t('information.columns.value'),
      render: (row) => <span className="td-clip">{valueText(t, format, row)}</span>,
      width: 190,
    },
    {
      key: 'providedBy',
      header: t('information.columns.providedBy'),
      render: (row) => <DepartmentMark department={row.providedByDepartmentId} />,
      width: 165,
    },
    {
      key: 'requestedBy',
      header: t('information.columns.requestedBy'),
      render: (row) => <DepartmentMark department={row.requestedByDepartmentId} />,
      width: 165,
    },
    { key: 'owner', header: t('information.columns.owner'), render: (row) => <Owner row={row} />, width: 150 },
    {
      key: 'dueOn',
      header: t('information.columns.dueOn'),
      render: (row) => <span className="td-num">{dayText(format, row.dueOn)}</span>,
      sort: 'dueOn',
      width: 120,
    },
    {
      key: 'bound',
      header: t('information.fields.bound'),
      render: (row) => <span className="td-clip">{row.bound?.name ?? t('information.bound.workspace')}</span>,
      width: 160,
      hidden: true,
    },
  ]
}

function Owner({ row }: { row: Row }) {
  const t = useT()
  return row.ownerIsActive ? (
    <span className="td-clip">{row.ownerName}</span>
  ) : (
    <Badge variant="light" color="red" size="sm" title={row.ownerName}>
      {t('information.ownerGone')}
    </Badge>
  )
}

function BulkActs({ rows, clear }: { rows: Row[]; clear: () => void }) {
  const t = useT()
  const { member } = useMe()
  const [moving, setMoving] = useState(false)
  const verify = useAct('POST /information-items/verifications', {
    invalidates: touched,
    done: ({ verified }) => t('information.acts.verifiedMany', { count: verified }),
  })
  const own = rows.filter(({ ownerId }) => ownerId === member.id).map(({ id }) => id)
  return (
    <>
      <Button
        size="xs"
        variant="default"
        leftSection={<IconCircleCheck size={15} />}
        disabled={own.length === 0}
        loading={verify.isPending}
        onClick={() => verify.mutate({ body: { ids: own } }, { onSuccess: clear })}
      >
        {t('information.acts.verifyMine', { count: own.length })}
      </Button>
      <Button size="xs" variant="default" leftSection={<IconUserShare size={15} />} onClick={() => setMoving(true)}>
        {t('information.acts.reassign')}
      </Button>
      {moving && <ReassignDialog ids={rows.map(({ id }) => id)} onClose={() => setMoving(false)} onDone={clear} />}
    </>
  )
}
