import { Badge, Breadcrumbs, Button, Group, Menu, TextInput, Title } from '@mantine/core'
import { IconDownload, IconHistory, IconTrash } from '@tabler/icons-react'
import { lazy, Suspense, useState } from 'react'
import type { Document } from '#contract/documents.ts'
import { api, urlOf } from '../../kernel/api.ts'
import { useT } from '../../kernel/i18n.tsx'
import { Link, useGo, usePageTitle, useParam } from '../../kernel/navigation.tsx'
import { useAct, useApi } from '../../kernel/query.ts'
import { useRecordSave } from '../../kernel/record/use-record-save.tsx'
import { ErrorScreen } from '../../kernel/shell/error-screens.tsx'
import { PageSkeleton } from '../../kernel/shell/page.tsx'
import SharedText from './editor/document.tsx'

const HistoryDrawer = lazy(() => import('./history/drawer.tsx'))

/** One document: its name, its text, its past, and the ways out. */
export default function DocumentPage() {
  const id = useParam('id')
  const document = useApi('GET /documents/:id', { params: { id } })
  if (document.data) return <Loaded key={id} document={document.data} />
  return document.error ? (
    <ErrorScreen error={document.error} reset={() => void document.refetch()} />
  ) : (
    <PageSkeleton />
  )
}

function Loaded({ document }: { document: Document }) {
  const t = useT()
  const [hasHistory, setHistory] = useState(false)
  usePageTitle(document.title)
  return (
    <div className="td-page dc-page" data-width="wide">
      <Breadcrumbs separator="/" separatorMargin={6} component="nav" aria-label={t('app.breadcrumbs')}>
        <Link to="/documents" className="td-muted">
          {t('documents.list.title')}
        </Link>
        {document.parent && (
          <Link to={document.parent.url} className="td-muted">
            {document.parent.name}
          </Link>
        )}
      </Breadcrumbs>
      <Group justify="space-between" align="center" gap="sm" mb="sm">
        <Group gap="sm" flex="1 1 16rem" wrap="nowrap" miw={0}>
          <Name document={document} />
          <Badge variant="light" color={document.isLocked ? 'gray' : 'petrol'} style={{ flexShrink: 0 }}>
            {t(`documents.kinds.${document.kind}`)}
          </Badge>
        </Group>
        <Group gap="xs">
          <Button variant="default" leftSection={<IconHistory size={16} />} onClick={() => setHistory(true)}>
            {t('documents.history.open')}
          </Button>
          <ExportMenu id={document.id} />
          {document.canWrite && <Remove document={document} />}
        </Group>
      </Group>
      <SharedText documentId={document.id} label={document.title} minHeight={360} />
      {hasHistory && (
        <Suspense fallback={null}>
          <HistoryDrawer documentId={document.id} canWrite={document.canWrite} onClose={() => setHistory(false)} />
        </Suspense>
      )}
    </div>
  )
}

/** The heading is the field: what is typed is kept on leaving it, or with Enter. */
function Name({ document }: { document: Document }) {
  const t = useT()
  const [draft, setDraft] = useState<string | null>(null)
  const { save, dialog } = useRecordSave({
    get: 'GET /documents/:id',
    patch: 'PATCH /documents/:id',
    params: { id: document.id },
    labels: { title: t('documents.fields.title') },
  })
  if (!document.canWrite) return <Title order={1}>{document.title}</Title>
  const keep = () => {
    const title = draft?.trim()
    setDraft(null)
    if (title && title !== document.title) void save({ title })
  }
  return (
    <>
      <Title order={1} className="dc-hidden">
        {document.title}
      </Title>
      <TextInput
        className="dc-name"
        variant="unstyled"
        aria-label={t('documents.record.rename')}
        maxLength={200}
        value={draft ?? document.title}
        onChange={(event) => setDraft(event.currentTarget.value)}
        onBlur={keep}
        onKeyDown={(event) => {
          if (event.key === 'Enter') event.currentTarget.blur()
          if (event.key === 'Escape') setDraft(null)
        }}
      />
      {dialog}
    </>
  )
}

function ExportMenu({ id }: { id: string }) {
  const t = useT()
  const address = (format: 'markdown' | 'pdf') =>
    urlOf('GET /documents/:id/export', { params: { id }, query: { format } })
  return (
    <Menu position="bottom-end">
      <Menu.Target>
        <Button variant="default" leftSection={<IconDownload size={16} />}>
          {t('documents.export.title')}
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        {(['markdown', 'pdf'] as const).map((format) => (
          <Menu.Item key={format} component="a" href={address(format)} download>
            {t(`documents.export.${format}`)}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  )
}

function Remove({ document: { id } }: { document: Document }) {
  const t = useT()
  const go = useGo()
  const remove = useAct('DELETE /documents/:id', {
    done: t('documents.record.deleted'),
    undo: async () => {
      await api('POST /documents/:id/restoration', { params: { id } })
      go(`/documents/${id}`)
    },
  })
  return (
    <Button
      variant="subtle"
      color="red"
      leftSection={<IconTrash size={16} />}
      loading={remove.isPending}
      onClick={() => remove.mutate({ params: { id } }, { onSuccess: () => go('/documents') })}
    >
      {t('documents.record.delete')}
    </Button>
  )
}
