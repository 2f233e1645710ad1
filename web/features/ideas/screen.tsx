import { Button, SegmentedControl } from '@mantine/core'
import { IconBulb } from '@tabler/icons-react'
import { useFormat, useT } from '../../kernel/i18n.tsx'
import { RecordList } from '../../kernel/list/record-list.tsx'
import { Can, useMe } from '../../kernel/me.tsx'
import { useSearch } from '../../kernel/navigation.tsx'
import { DepartmentMark } from '../../kernel/record/department-mark.tsx'
import { useCreate } from '../../kernel/shell/create.tsx'
import { IdeaBoard } from './board.tsx'
import { OutcomeBadge, StateBadge } from './state-badge.tsx'
import { VoteButton } from './vote-button.tsx'
import './ideas.css'

const states = ['proposed', 'chosen', 'experiment', 'result', 'adopted', 'archived'] as const

/** Ideas by votes, or on the way from a proposal to how things are done. */
export default function Ideas() {
  const t = useT()
  const [search] = useSearch()
  const create = useCreate()
  const add = (
    <Can permission="ideas.write">
      <Button onClick={() => create.open('idea')}>{t('ideas.create.title')}</Button>
    </Can>
  )
  const projectId = typeof search.projectId === 'string' ? search.projectId : undefined
  return search.layout === 'board' ? (
    <IdeaBoard toolbar={<LayoutSwitch />} add={add} projectId={projectId} />
  ) : (
    <IdeaList add={add} projectId={projectId} />
  )
}

function IdeaList({ add, projectId }: { add: React.ReactNode; projectId: string | undefined }) {
  const t = useT()
  const format = useFormat()
  const { departments } = useMe()
  return (
    <RecordList
      route="GET /ideas"
      title={t('ideas.title')}
      rowLabel={(row) => row.title}
      open={(row) => `/ideas/${row.id}`}
      defaultSort="-votes"
      {...(projectId && { query: { projectId } })}
      toolbar={<LayoutSwitch />}
      actions={add}
      columns={[
        {
          key: 'title',
          header: t('ideas.fields.title'),
          render: (row) => row.title,
          sort: 'title',
          primary: true,
          width: 320,
        },
        {
          key: 'votes',
          header: t('ideas.fields.votes'),
          render: (row) => <VoteButton idea={row} />,
          sort: 'votes',
          width: 100,
        },
        {
          key: 'state',
          header: t('ideas.fields.state'),
          render: (row) =>
            row.outcome && row.state === 'result' ? (
              <OutcomeBadge outcome={row.outcome} />
            ) : (
              <StateBadge state={row.state} />
            ),
          width: 140,
        },
        {
          key: 'department',
          header: t('ideas.fields.department'),
          render: (row) => (row.departmentId ? <DepartmentMark department={row.departmentId} /> : '–'),
          width: 150,
        },
        {
          key: 'endsOn',
          header: t('ideas.fields.endsOn'),
          render: (row) => (
            <span className="td-num">{row.experimentEndsOn ? format.date(row.experimentEndsOn) : '–'}</span>
          ),
          width: 130,
        },
        {
          key: 'createdAt',
          header: t('ideas.fields.createdAt'),
          render: (row) => <span className="td-num">{format.date(row.createdAt)}</span>,
          sort: 'createdAt',
          width: 130,
        },
      ]}
      filters={[
        { kind: 'text', key: 'q', label: t('ideas.list.search') },
        {
          kind: 'multi',
          key: 'state',
          label: t('ideas.fields.state'),
          options: states.map((value) => ({ value, label: t(`ideas.states.${value}`) })),
        },
        {
          kind: 'select',
          key: 'departmentId',
          label: t('ideas.fields.department'),
          options: departments.map(({ id, name }) => ({ value: id, label: name })),
        },
      ]}
      empty={{
        title: t('ideas.empty.title'),
        text: t('ideas.empty.text'),
        picture: <IconBulb size={40} stroke={1.2} />,
        action: add,
      }}
    />
  )
}

function LayoutSwitch() {
  const t = useT()
  const [search, setSearch] = useSearch()
  const { layout, ...rest } = search
  return (
    <SegmentedControl
      aria-label={t('ideas.layout.label')}
      value={layout === 'board' ? 'board' : 'list'}
      onChange={(next) => setSearch(next === 'board' ? { ...rest, layout: 'board' } : rest)}
      data={[
        { value: 'list', label: t('ideas.layout.list') },
        { value: 'board', label: t('ideas.layout.board') },
      ]}
    />
  )
}
