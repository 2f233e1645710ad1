import { Badge, Button } from '@mantine/core'
import { IconVocabulary } from '@tabler/icons-react'
import { useT } from '../../kernel/i18n.tsx'
import { type Column, RecordList } from '../../kernel/list/record-list.tsx'
import { Can } from '../../kernel/me.tsx'
import { type RowOf, useAct } from '../../kernel/query.ts'
import { MemberAvatar } from '../../kernel/record/member-avatar.tsx'
import { useMembers } from '../../kernel/record/member-select.tsx'
import { useCreate } from '../../kernel/shell/create.tsx'
import { LiveNumber } from './number.tsx'
import { SignatureMarks } from './signatures.tsx'
import { StateBadge } from './state-badge.tsx'
import './glossary.css'

type Row = RowOf<'GET /terms'>

/** Every word with its definition, the number behind it and who has signed it. */
export default function Glossary() {
  const t = useT()
  const create = useCreate()
  const columns = useColumns()
  return (
    <RecordList
      route="GET /terms"
      title={t('glossary.list.title')}
      viewsOf="terms"
      rowLabel={(row) => row.name}
      columns={columns}
      filters={[
        { kind: 'text', key: 'q', label: t('glossary.list.search') },
        {
          kind: 'multi',
          key: 'state',
          label: t('glossary.fields.state'),
          options: (['draft', 'proposed', 'in_force'] as const).map((value) => ({
            value,
            label: t(`glossary.states.${value}`),
          })),
        },
        { kind: 'boolean', key: 'outdated', label: t('glossary.list.outdated') },
        { kind: 'member', key: 'ownerId', label: t('glossary.fields.owner') },
      ]}
      open={(row) => `/glossary/${row.id}`}
      actions={
        <Can permission="glossary.write">
          <Starters variant="default" />
          <Button onClick={() => create.open('term')}>{t('glossary.list.new')}</Button>
        </Can>
      }
      empty={{
        title: t('glossary.list.empty'),
        text: t('glossary.list.emptyText'),
        picture: <IconVocabulary size={40} stroke={1.2} />,
        action: (
          <Can permission="glossary.write">
            <Starters variant="filled" />
          </Can>
        ),
      }}
    />
  )
}

function Starters({ variant }: { variant: 'default' | 'filled' }) {
  const t = useT()
  const add = useAct('POST /terms/starters', {
    done: ({ created }) => t('glossary.list.startersDone', { count: created }),
  })
  return (
    <Button variant={variant} loading={add.isPending} onClick={() => add.mutate({})}>
      {t('glossary.list.starters')}
    </Button>
  )
}

function useColumns(): Column<Row>[] {
  const t = useT()
  const members = useMembers()
  return [
    { key: 'name', header: t('glossary.fields.name'), render: (row) => row.name, primary: true, width: 170 },
    {
      key: 'definition',
      header: t('glossary.fields.definition'),
      render: (row) => <span className="td-clip">{row.definition}</span>,
    },
    {
      key: 'number',
      header: t('glossary.fields.number'),
      render: (row) => <LiveNumber number={row.number} />,
      width: 120,
      align: 'end',
    },
    {
      key: 'signatures',
      header: t('glossary.fields.signatures'),
      render: (row) => <SignatureMarks departmentIds={row.departmentIds} signatures={row.signatures} />,
      width: 110,
    },
    {
      key: 'state',
      header: t('glossary.fields.state'),
      render: (row) =>
        row.outdatedAt && row.state === 'in_force' ? (
          <Badge color="amber">{t('glossary.list.outdated')}</Badge>
        ) : (
          <StateBadge state={row.state} />
        ),
      width: 170,
    },
    {
      key: 'owner',
      header: t('glossary.fields.owner'),
      hidden: true,
      width: 140,
      render: (row) => {
        const name = members.find((member) => member.id === row.ownerId)?.fullName
        return name ? <MemberAvatar name={name} size={22} /> : <span className="td-muted">–</span>
      },
    },
  ]
}
