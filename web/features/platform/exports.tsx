import { Button } from '@mantine/core'
import { IconDownload, IconFileExport } from '@tabler/icons-react'
import { useFormat, useT } from '../../kernel/i18n.tsx'
import { RecordList } from '../../kernel/list/record-list.tsx'
import { type RowOf, useAct } from '../../kernel/query.ts'
import { useRefreshing } from './use-refreshing.ts'

type Row = RowOf<'GET /exports'>

export default function Exports() {
  const t = useT()
  const format = useFormat()
  useRefreshing('GET /exports', ['/exports'], (row) => row.state === 'queued' || row.state === 'running')
  return (
    <RecordList
      route="GET /exports"
      title={t('platform.exports.title')}
      rowLabel={(row) => t(`platform.exports.lists.${row.list}`)}
      columns={[
        {
          key: 'list',
          header: t('platform.exports.list'),
          render: (row) => t(`platform.exports.lists.${row.list}`),
          primary: true,
          width: 180,
        },
        { key: 'file', header: t('platform.exports.file'), render: (row) => <File row={row} />, width: 170 },
        {
          key: 'state',
          header: t('platform.exports.state'),
          render: (row) => t(`platform.exports.states.${row.state}`),
          width: 130,
        },
        {
          key: 'rows',
          header: t('platform.exports.rows'),
          render: (row) => <span className="td-num">{format.number(row.rowsWritten)}</span>,
          align: 'end',
          width: 100,
        },
        { key: 'format', header: t('platform.exports.format'), render: (row) => row.format.toUpperCase(), width: 100 },
        {
          key: 'createdAt',
          header: t('platform.exports.createdAt'),
          render: (row) => format.dateTime(row.createdAt),
          width: 190,
        },
      ]}
      empty={{
        title: t('platform.exports.empty'),
        text: t('platform.exports.emptyText'),
        picture: <IconFileExport size={40} stroke={1.2} />,
      }}
    />
  )
}

function File({ row }: { row: Row }) {
  const t = useT()
  const cancel = useAct('POST /exports/:id/cancellation', { done: t('platform.exports.cancelled') })
  if (row.fileUrl) {
    return (
      <Button
        component="a"
        href={row.fileUrl}
        download={row.fileName ?? true}
        size="compact-sm"
        variant="light"
        leftSection={<IconDownload size={15} />}
      >
        {t('platform.exports.download')}
      </Button>
    )
  }
  if (row.state === 'queued' || row.state === 'running') {
    return (
      <Button size="compact-sm" variant="subtle" color="gray" onClick={() => cancel.mutate({ params: { id: row.id } })}>
        {t('platform.exports.cancel')}
      </Button>
    )
  }
  return row.state === 'finished' ? <span className="td-muted">{t('platform.exports.expired')}</span> : null
}
