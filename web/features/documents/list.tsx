import { Badge, Button } from '@mantine/core'
import { IconFileText, IconPlus } from '@tabler/icons-react'
import { useFormat, useT } from '../../kernel/i18n.tsx'
import { RecordList } from '../../kernel/list/record-list.tsx'
import { Can } from '../../kernel/me.tsx'
import { Link } from '../../kernel/navigation.tsx'
import { useMembers } from '../../kernel/record/member-select.tsx'
import { useCreate } from '../../kernel/shell/create.tsx'

const kinds = ['note', 'minutes', 'brief', 'information'] as const

/** Everything that is written together, what changed last first. */
export default function DocumentList() {
  const t = useT()
  const format = useFormat()
  const create = useCreate()
  const members = useMembers()
  const begin = (
    <Can permission="documents.write">
      <Button leftSection={<IconPlus size={16} />} onClick={() => create.open('note')}>
        {t('documents.list.new')}
      </Button>
    </Can>
  )
  return (
    <RecordList
      route="GET /documents"
      title={t('documents.list.title')}
      rowLabel={(row) => row.title}
      open={(row) => `/documents/${row.id}`}
      actions={begin}
      defaultSort="-updatedAt"
      columns={[
        {
          key: 'title',
          header: t('documents.fields.title'),
          primary: true,
          sort: 'title',
          render: (row) => (
            <span className="td-clip">
              {row.title}
              {row.excerpt && <span className="td-muted"> — {row.excerpt}</span>}
            </span>
          ),
        },
        {
          key: 'kind',
          header: t('documents.fields.kind'),
          width: 150,
          render: (row) => (
            <Badge variant="light" color={row.isLocked ? 'gray' : 'petrol'}>
              {t(`documents.kinds.${row.kind}`)}
              {row.isLocked && ` · ${t('documents.list.locked')}`}
            </Badge>
          ),
        },
        {
          key: 'parent',
          header: t('documents.fields.parent'),
          width: 200,
          render: (row) => (row.parent ? <Link to={row.parent.url}>{row.parent.name}</Link> : '–'),
        },
        {
          key: 'comments',
          header: t('documents.fields.comments'),
          width: 120,
          align: 'end',
          render: (row) => <span className="td-num">{row.openComments || '–'}</span>,
        },
        {
          key: 'updatedAt',
          header: t('documents.fields.updatedAt'),
          width: 150,
          sort: 'updatedAt',
          render: (row) => format.relative(row.updatedAt),
        },
        {
          key: 'updatedBy',
          header: t('documents.fields.updatedBy'),
          width: 150,
          render: (row) => members.find((member) => member.id === row.updatedBy)?.fullName ?? '–',
        },
      ]}
      filters={[
        { kind: 'text', key: 'q', label: t('documents.filters.search') },
        {
          kind: 'multi',
          key: 'kind',
          label: t('documents.fields.kind'),
          options: kinds.map((value) => ({ value, label: t(`documents.kinds.${value}`) })),
        },
      ]}
      empty={{
        title: t('documents.empty.title'),
        text: t('documents.empty.text'),
        picture: <IconFileText size={40} stroke={1.2} />,
        action: begin,
      }}
    />
  )
}
