import { Badge, Button, Group } from '@mantine/core'
import { IconListCheck, IconRefresh } from '@tabler/icons-react'
import { useState } from 'react'
import { useFormat, useT } from '../../kernel/i18n.tsx'
import { RecordList } from '../../kernel/list/record-list.tsx'
import { type RowOf, useAct } from '../../kernel/query.ts'
import { ConfirmDialog } from '../../kernel/record/confirm-dialog.tsx'
import { useRefreshing } from './use-refreshing.ts'

type Row = RowOf<'GET /jobs'>
const states = ['exhausted', 'waiting', 'running', 'scheduled'] as const
const colours = { exhausted: 'red', waiting: 'petrol', running: 'blue', scheduled: 'gray' } as const

export default function Jobs() {
  const t = useT()
  const format = useFormat()
  const [removing, setRemoving] = useState<Row | null>(null)
  const remove = useAct('DELETE /jobs/:id', { done: t('platform.jobs.removed') })
  useRefreshing('GET /jobs', ['/jobs'], (row) => row.state === 'running' || row.state === 'waiting')
  return (
    <>
      <RecordList
        route="GET /jobs"
        title={t('platform.jobs.title')}
        rowLabel={(row) => row.name}
        filters={[
          {
            kind: 'select',
            key: 'state',
            label: t('platform.jobs.state'),
            options: states.map((value) => ({ value, label: t(`platform.jobs.states.${value}`) })),
          },
        ]}
        columns={[
          {
            key: 'name',
            header: t('platform.jobs.name'),
            render: (row) => <code>{row.name}</code>,
            primary: true,
            width: 240,
          },
          {
            key: 'state',
            header: t('platform.jobs.state'),
            render: (row) => <Badge color={colours[row.state]}>{t(`platform.jobs.states.${row.state}`)}</Badge>,
            width: 150,
          },
          {
            key: 'attempts',
            header: t('platform.jobs.attempts'),
            render: (row) => (
              <span className="td-num">
                {t('platform.jobs.attemptsOf', { attempts: row.attempts, max: row.maxAttempts })}
              </span>
            ),
            width: 100,
          },
          {
            key: 'lastError',
            header: t('platform.jobs.lastError'),
            render: (row) => <ErrorWords error={row.lastError} />,
            width: 220,
          },
          { key: 'runAt', header: t('platform.jobs.runAt'), render: (row) => format.dateTime(row.runAt), width: 180 },
          {
            key: 'lastTriedAt',
            header: t('platform.jobs.lastTriedAt'),
            render: (row) => format.dateTime(row.lastTriedAt),
            width: 180,
            hidden: true,
          },
          {
            key: 'createdAt',
            header: t('platform.jobs.createdAt'),
            render: (row) => format.dateTime(row.createdAt),
            width: 180,
            hidden: true,
          },
          {
            key: 'acts',
            header: '',
            render: (row) => <Acts row={row} onRemove={() => setRemoving(row)} />,
            width: 230,
          },
        ]}
        empty={{
          title: t('platform.jobs.empty'),
          text: t('platform.jobs.emptyText'),
          picture: <IconListCheck size={40} stroke={1.2} />,
        }}
      />
      {removing && (
        <ConfirmDialog
          title={t('platform.jobs.removeTitle')}
          text={t('platform.jobs.removeText')}
          affected={[removing.name]}
          onConfirm={() => remove.mutateAsync({ params: { id: removing.id } })}
          onClose={() => setRemoving(null)}
        />
      )}
    </>
  )
}

function Acts({ row, onRemove }: { row: Row; onRemove: () => void }) {
  const t = useT()
  const retry = useAct('POST /jobs/:id/retry', { done: t('platform.jobs.retried') })
  if (row.state === 'running') return null
  return (
    <Group gap={4} wrap="nowrap">
      <Button
        size="compact-sm"
        variant="light"
        leftSection={<IconRefresh size={14} />}
        loading={retry.isPending}
        onClick={() => retry.mutate({ params: { id: row.id } })}
      >
        {t('platform.jobs.retry')}
      </Button>
      <Button size="compact-sm" variant="subtle" color="gray" onClick={onRemove}>
        {t('platform.jobs.remove')}
      </Button>
    </Group>
  )
}

/** A problem's own sentence, a word of ours, or the network's code as it is. */
function ErrorWords({ error }: { error: string | null }) {
  const t = useT()
  if (error === null) return <span className="td-muted">–</span>
  if (t.has(`platform.jobs.errors.${error}`)) return t(`platform.jobs.errors.${error}`)
  return <code>{error}</code>
}
