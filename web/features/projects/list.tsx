import { Badge, Button } from '@mantine/core'
import { IconFolders } from '@tabler/icons-react'
import { useFormat, useT } from '../../kernel/i18n.tsx'
import { type Column, RecordList } from '../../kernel/list/record-list.tsx'
import { Can } from '../../kernel/me.tsx'
import type { RowOf } from '../../kernel/query.ts'
import { DepartmentMark } from '../../kernel/record/department-mark.tsx'
import { useCreate } from '../../kernel/shell/create.tsx'
import { PartBadges, parts } from './parts.tsx'
import './projects.css'

type Row = RowOf<'GET /projects'>

/** Every project that departments share. */
export default function ProjectList() {
  const t = useT()
  const create = useCreate()
  const add = (
    <Can permission="projects.write">
      <Button onClick={() => create.open('project')}>{t('projects.create.title')}</Button>
    </Can>
  )
  return (
    <RecordList
      route="GET /projects"
      title={t('projects.title')}
      viewsOf="projects"
      rowLabel={(row) => row.name}
      columns={useColumns()}
      filters={[
        { kind: 'text', key: 'q', label: t('projects.list.search') },
        {
          ...{ kind: 'multi', key: 'state', label: t('projects.fields.state') },
          options: (['active', 'closed'] as const).map((value) => ({ value, label: t(`projects.states.${value}`) })),
        },
        {
          ...{ kind: 'multi', key: 'runsOn', label: t('projects.fields.runsOn') },
          options: parts.map((value) => ({ value, label: t(`projects.parts.${value}`) })),
        },
        { kind: 'member', key: 'ownerId', label: t('projects.fields.owner') },
      ]}
      open={(row) => `/projects/${row.id}`}
      defaultSort="name"
      actions={add}
      empty={{
        title: t('projects.empty.title'),
        text: t('projects.empty.text'),
        picture: <IconFolders size={40} stroke={1.2} />,
        action: add,
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
      header: t('projects.fields.name'),
      render: (row) => row.name,
      sort: 'name',
      width: 260,
      primary: true,
    },
    {
      ...{ key: 'state', header: t('projects.fields.state'), width: 110 },
      render: (row) => (
        <Badge variant="light" color={row.state === 'active' ? 'green' : 'gray'}>
          {t(`projects.states.${row.state}`)}
        </Badge>
      ),
    },
    {
      ...{ key: 'runsOn', header: t('projects.fields.runsOn'), width: 300 },
      render: (row) => <PartBadges runsOn={row.runsOn} />,
    },
    {
      ...{ key: 'departments', header: t('projects.fields.departments'), width: 240 },
      render: (row) => (
        <span className="pj-marks">
          {row.departmentIds.map((id) => (
            <DepartmentMark key={id} department={id} />
          ))}
        </span>
      ),
    },
    {
      ...{ key: 'createdAt', header: t('projects.fields.createdAt'), sort: 'createdAt', width: 124 },
      render: (row) => <span className="td-num td-clip">{format.date(row.createdAt)}</span>,
    },
  ]
}
