import { Button, Menu } from '@mantine/core'
import { IconDownload, IconFileSpreadsheet, IconFileTypeCsv } from '@tabler/icons-react'
import { useEffect, useState } from 'react'
import { useT } from '../../kernel/i18n.tsx'
import type { Query } from '../../kernel/list/types.ts'
import { Can } from '../../kernel/me.tsx'
import { useAct, useApi } from '../../kernel/query.ts'
import { Progress } from '../../kernel/record/progress.tsx'
import { useToast } from '../../kernel/toast.tsx'

type Props = {
  list:
    | 'contacts'
    | 'companies'
    | 'deals'
    | 'tasks'
    | 'handovers'
    | 'submissions'
    | 'products'
    | 'orders'
    | 'returns'
    | 'campaigns'
  /** The list's filters as they are in its query. */
  query?: Query
  /** Only the chosen records, if any are. */
  ids?: readonly string[]
}
const formats = ['csv', 'xlsx'] as const
const icons = { csv: IconFileTypeCsv, xlsx: IconFileSpreadsheet }

/** For `exportSlot`: writes what is seen, or what is chosen, to a file; goes on when the page is left. */
export default function ExportButton({ list, query = {}, ids = [] }: Props) {
  const t = useT()
  const toast = useToast()
  const [running, setRunning] = useState<string | null>(null)
  const start = useAct('POST /exports', { invalidates: ['/exports'], idempotent: true })
  const begin = async (format: (typeof formats)[number]) => {
    const asked = await start
      .mutateAsync({ body: { list, format, query, ...(ids.length > 0 && { ids: [...ids] }) } })
      .catch(() => null)
    if (!asked) return
    toast.info(t('platform.exports.started'))
    setRunning(asked.id)
  }
  return (
    <Can permission="exports.create">
      {running && <Running id={running} list={list} onEnd={() => setRunning(null)} />}
      <Menu position="bottom-end">
        <Menu.Target>
          <Button
            size="compact-md"
            variant="subtle"
            color="gray"
            leftSection={<IconDownload size={16} stroke={1.6} />}
            loading={start.isPending}
          >
            {t('platform.exports.action')}
          </Button>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Label>
            {ids.length > 0 ? t('platform.exports.chosen', { count: ids.length }) : t('platform.exports.seen')}
          </Menu.Label>
          {formats.map((format) => {
            const Icon = icons[format]
            return (
              <Menu.Item key={format} leftSection={<Icon size={16} />} onClick={() => void begin(format)}>
                {t(`platform.exports.${format}`)}
              </Menu.Item>
            )
          })}
        </Menu.Dropdown>
      </Menu>
    </Can>
  )
}

/** Follows one export and hands the file over as soon as it is there. */
function Running({ id, list, onEnd }: { id: string; list: string; onEnd: () => void }) {
  const t = useT()
  const toast = useToast()
  const found = useApi('GET /exports/:id', { params: { id } }, { refetchInterval: 700, staleTime: 0 }).data
  const cancel = useAct('POST /exports/:id/cancellation', { done: t('platform.exports.cancelled') })
  const state = found?.state ?? 'queued'
  // biome-ignore lint/correctness/useExhaustiveDependencies: the end is told once
  useEffect(() => {
    if (!found || state === 'queued' || state === 'running') return
    if (state === 'finished' && found.fileUrl) {
      toast.done(t('platform.exports.ready', { rows: found.rowsWritten }))
      download(found.fileUrl, found.fileName ?? '')
    }
    onEnd()
  }, [state])
  return (
    <div style={{ minWidth: '14rem' }}>
      <Progress
        label={t('platform.exports.progress', { list: t(`platform.exports.lists.${list}`) })}
        done={found?.rowsWritten ?? 0}
        total={undefined}
        onCancel={() => cancel.mutate({ params: { id } })}
      />
    </div>
  )
}

function download(url: string, name: string) {
  const link = document.createElement('a')
  link.href = url
  link.download = name
  link.click()
}
