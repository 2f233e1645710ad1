import { Badge, Button } from '@mantine/core'
import { IconFileImport, IconPlus } from '@tabler/icons-react'
import { useFormat, useT } from '../../kernel/i18n.tsx'
import { type Column, RecordList } from '../../kernel/list/record-list.tsx'
import { Link } from '../../kernel/navigation.tsx'
import { type ImportRow, stateWord } from './types.ts'

/** Imports of the team, newest first. */
export default function ImportList() {
  const t = useT()
  const add = (
    <Button component={Link} to="/imports/new" leftSection={<IconPlus size={16} />}>
      {t('imports.list.new')}
    </Button>
  )
  return (
    <RecordList
      route="GET /imports"
      title={t('imports.list.title')}
      columns={useColumns()}
      rowLabel={(row) => row.fileName}
      open={(row) => `/imports/${row.id}`}
      actions={add}
      empty={{
        title: t('imports.list.emptyTitle'),
        text: t('imports.list.emptyText'),
        picture: <IconFileImport size={40} stroke={1.2} />,
        action: add,
      }}
    />
  )
}

const colours: Record<ImportRow['state'], string> = {
  uploaded: 'amber',
  queued: 'gray',
  running: 'blue',
  finished: 'green',
  failed: 'red',
  cancelled: 'gray',
}

function useColumns(): Column<ImportRow>[] {
  const t = useT()
  const format = useFormat()
  const number = (value: number) => <span className="td-num">{value === 0 ? '–' : format.number(value)}</span>
  return [
    {
      key: 'fileName',
      header: t('imports.list.file'),
      render: (row) => <span className="td-clip">{row.fileName}</span>,
      primary: true,
      width: 220,
    },
    { key: 'kind', header: t('imports.list.kind'), render: (row) => t(`imports.kinds.${row.kind}`), width: 115 },
    {
      key: 'state',
      header: t('imports.list.state'),
      render: (row) => (
        <Badge variant="light" color={row.dryRun && row.state === 'finished' ? 'gray' : colours[row.state]}>
          {stateWord(t, row)}
        </Badge>
      ),
      width: 130,
    },
    {
      key: 'created',
      header: t('imports.list.created'),
      render: (row) => number(row.rowsCreated),
      align: 'end',
      width: 85,
    },
    {
      key: 'updated',
      header: t('imports.list.updated'),
      render: (row) => number(row.rowsUpdated),
      align: 'end',
      width: 115,
    },
    {
      key: 'rejected',
      header: t('imports.list.rejected'),
      render: (row) => number(row.rowsRejected),
      align: 'end',
      width: 130,
    },
    { key: 'createdBy', header: t('imports.list.by'), render: (row) => row.createdByName ?? '–', width: 125 },
    { key: 'createdAt', header: t('imports.list.at'), render: (row) => format.dateTime(row.createdAt), width: 165 },
  ]
}
