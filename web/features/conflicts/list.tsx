import { Button } from '@mantine/core'
import { IconScale } from '@tabler/icons-react'
import { useFormat, useT } from '../../kernel/i18n.tsx'
import { RecordList } from '../../kernel/list/record-list.tsx'
import { Can, useMe } from '../../kernel/me.tsx'
import { useSearch } from '../../kernel/navigation.tsx'
import { DepartmentMark } from '../../kernel/record/department-mark.tsx'
import { useCreate } from '../../kernel/shell/create.tsx'
import { StateBadge } from './state-badge.tsx'
import './conflicts.css'

const states = ['open', 'decided', 'settled'] as const

/** What departments do not agree on, and what became of it. */
export default function ConflictList() {
  const t = useT()
  const format = useFormat()
  const create = useCreate()
  const { departments } = useMe()
  const [search] = useSearch()
  const add = (
    <Can permission="conflicts.write">
      <Button onClick={() => create.open('conflict')}>{t('conflicts.create.title')}</Button>
    </Can>
  )
  return (
    <RecordList
      route="GET /conflicts"
      title={t('conflicts.title')}
      rowLabel={(row) => row.title}
      open={(row) => `/conflicts/${row.id}`}
      defaultSort="-createdAt"
      {...(typeof search.projectId === 'string' && { query: { projectId: search.projectId } })}
      actions={add}
      columns={[
        {
          key: 'title',
          header: t('conflicts.fields.title'),
          render: (row) => row.title,
          sort: 'title',
          primary: true,
          width: 300,
        },
        {
          key: 'state',
          header: t('conflicts.fields.state'),
          render: (row) => <StateBadge conflict={row} />,
          width: 220,
        },
        {
          key: 'sides',
          header: t('conflicts.fields.sides'),
          width: 260,
          render: (row) => (
            <span className="cf-line">
              {row.departmentIds.map((id) => (
                <DepartmentMark key={id} department={id} />
              ))}
            </span>
          ),
        },
        {
          key: 'reviewOn',
          header: t('conflicts.fields.reviewOn'),
          render: (row) => <span className="td-num">{row.reviewOn ? format.date(row.reviewOn) : '–'}</span>,
          sort: 'reviewOn',
          width: 140,
        },
        {
          key: 'createdAt',
          header: t('conflicts.fields.createdAt'),
          render: (row) => <span className="td-num">{format.date(row.createdAt)}</span>,
          sort: 'createdAt',
          width: 140,
        },
      ]}
      filters={[
        { kind: 'text', key: 'q', label: t('conflicts.list.search') },
        {
          kind: 'multi',
          key: 'state',
          label: t('conflicts.fields.state'),
          options: states.map((value) => ({ value, label: t(`conflicts.states.${value}`) })),
        },
        {
          kind: 'select',
          key: 'departmentId',
          label: t('conflicts.fields.department'),
          options: departments.map(({ id, name }) => ({ value: id, label: name })),
        },
        { kind: 'member', key: 'ownerId', label: t('conflicts.fields.owner') },
        { kind: 'boolean', key: 'worsened', label: t('conflicts.list.worsened') },
      ]}
      empty={{
        title: t('conflicts.empty.title'),
        text: t('conflicts.empty.text'),
        picture: <IconScale size={40} stroke={1.2} />,
        action: add,
      }}
    />
  )
}
