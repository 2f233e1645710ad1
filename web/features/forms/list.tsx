import { Button } from '@mantine/core'
import { IconForms, IconPlus } from '@tabler/icons-react'
import { useState } from 'react'
import { useFormat, useT } from '../../kernel/i18n.tsx'
import { RecordList } from '../../kernel/list/record-list.tsx'
import { useCan } from '../../kernel/me.tsx'
import CreateForm from './create.tsx'
import { StateBadge } from './state-badge.tsx'

export default function FormList() {
  const t = useT()
  const format = useFormat()
  const can = useCan()
  const [creating, setCreating] = useState(false)
  const action = can('forms.write') && (
    <Button leftSection={<IconPlus size={16} />} onClick={() => setCreating(true)}>
      {t('forms.create.button')}
    </Button>
  )
  return (
    <>
      <RecordList
        route="GET /forms"
        title={t('forms.list.title')}
        viewsOf="forms"
        rowLabel={(row) => row.name}
        open={(row) => `/forms/${row.id}`}
        defaultSort="-createdAt"
        actions={action}
        columns={[
          { key: 'name', header: t('forms.fields.name'), render: (row) => row.name, sort: 'name', primary: true },
          {
            key: 'state',
            header: t('forms.fields.state'),
            render: (row) => <StateBadge state={row.state} />,
            width: 130,
          },
          {
            key: 'submissions',
            header: t('forms.fields.submissions'),
            render: (row) => <span className="td-num">{format.number(row.submissions)}</span>,
            align: 'end',
            width: 120,
          },
          {
            key: 'lastSubmissionAt',
            header: t('forms.fields.lastSubmission'),
            render: (row) => (row.lastSubmissionAt ? format.relative(row.lastSubmissionAt) : '–'),
            width: 160,
          },
          {
            key: 'handRaise',
            header: t('forms.fields.handRaise'),
            render: (row) => (row.handRaise ? t('forms.list.toSales') : t('forms.list.toMarketing')),
            width: 190,
          },
          {
            key: 'createdAt',
            header: t('forms.fields.createdAt'),
            render: (row) => format.date(row.createdAt),
            sort: 'createdAt',
            width: 130,
            hidden: true,
          },
        ]}
        filters={[
          { kind: 'text', key: 'q', label: t('forms.list.search') },
          {
            kind: 'multi',
            key: 'state',
            label: t('forms.fields.state'),
            options: (['draft', 'published', 'archived'] as const).map((value) => ({
              value,
              label: t(`forms.states.${value}`),
            })),
          },
        ]}
        empty={{
          title: t('forms.list.emptyTitle'),
          text: t('forms.list.emptyText'),
          picture: <IconForms size={40} stroke={1.25} />,
          action,
        }}
      />
      {creating && <CreateForm onClose={() => setCreating(false)} />}
    </>
  )
}
