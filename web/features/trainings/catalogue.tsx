import { Button } from '@mantine/core'
import { IconSchool } from '@tabler/icons-react'
import { useFormat, useT } from '../../kernel/i18n.tsx'
import { type Column, RecordList } from '../../kernel/list/record-list.tsx'
import { Can } from '../../kernel/me.tsx'
import { useSearch } from '../../kernel/navigation.tsx'
import type { RowOf } from '../../kernel/query.ts'
import { DepartmentMark } from '../../kernel/record/department-mark.tsx'
import { useCreate } from '../../kernel/shell/create.tsx'
import { MyBadge, StateBadge } from './state-badge.tsx'
import { TrainingTabs } from './tabs.tsx'

type Row = RowOf<'GET /trainings'>
const states = ['draft', 'active', 'retired'] as const
const mine = ['owed', 'expiring', 'valid', 'open'] as const

/** Every training; of one project with `?projectId=`. */
export default function TrainingCatalogue() {
  const t = useT()
  const create = useCreate()
  const [{ projectId }] = useSearch()
  const add = (
    <Can permission="trainings.write">
      <Button onClick={() => create.open('training')}>{t('trainings.create.title')}</Button>
    </Can>
  )
  return (
    <RecordList
      route="GET /trainings"
      title={t('trainings.catalogue.title')}
      viewsOf="trainings"
      {...(typeof projectId === 'string' && { query: { projectId } })}
      rowLabel={(row) => row.title}
      columns={useColumns()}
      filters={[
        { kind: 'text', key: 'q', label: t('trainings.catalogue.search') },
        {
          ...{ kind: 'multi', key: 'state', label: t('trainings.fields.state') },
          options: states.map((value) => ({ value, label: t(`trainings.states.${value}`) })),
        },
        {
          ...{ kind: 'multi', key: 'mine', label: t('trainings.fields.my') },
          options: mine.map((value) => ({ value, label: t(`trainings.my.${value}`) })),
        },
        { kind: 'boolean', key: 'required', label: t('trainings.fields.required') },
      ]}
      open={(row) => `/trainings/${row.id}`}
      defaultSort="title"
      actions={add}
      toolbar={<TrainingTabs />}
      empty={{
        title: t('trainings.empty.title'),
        text: t('trainings.empty.text'),
        picture: <IconSchool size={40} stroke={1.2} />,
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
      key: 'title',
      header: t('trainings.fields.title'),
      render: (row) => row.title,
      sort: 'title',
      width: 260,
      primary: true,
    },
    { key: 'topic', header: t('trainings.fields.topic'), render: (row) => row.topic, width: 150 },
    {
      key: 'state',
      header: t('trainings.fields.state'),
      render: (row) => <StateBadge state={row.state} />,
      width: 120,
    },
    { key: 'my', header: t('trainings.fields.my'), render: (row) => <MyBadge my={row.my} />, width: 190 },
    {
      ...{ key: 'department', header: t('trainings.fields.department'), width: 140 },
      render: (row) => <DepartmentMark department={row.departmentId} />,
    },
    {
      ...{ key: 'departments', header: t('trainings.fields.departments'), width: 220 },
      render: (row) => (
        <span className="tr-marks">
          {row.departmentIds.map((id) => (
            <DepartmentMark key={id} department={id} />
          ))}
        </span>
      ),
    },
    {
      ...{ key: 'required', header: t('trainings.fields.required'), width: 120 },
      render: (row) => (row.required ? t('trainings.required.yes') : t('trainings.required.no')),
    },
    {
      ...{ key: 'nextSessionAt', header: t('trainings.fields.nextSession'), width: 170 },
      render: (row) => <span className="td-num td-clip">{format.dateTime(row.nextSessionAt)}</span>,
    },
    {
      ...{ key: 'createdAt', header: t('trainings.fields.createdAt'), sort: 'createdAt', width: 124, hidden: true },
      render: (row) => <span className="td-num td-clip">{format.date(row.createdAt)}</span>,
    },
  ]
}
