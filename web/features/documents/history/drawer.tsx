import { Badge, Button, Drawer, Group, Skeleton, TextInput } from '@mantine/core'
import { useForm } from '@mantine/form'
import { IconArrowLeft } from '@tabler/icons-react'
import { useState } from 'react'
import { useFormat, useT } from '../../../kernel/i18n.tsx'
import { MoreButton } from '../../../kernel/list/more-button.tsx'
import { useAct, useApi, useApiPages } from '../../../kernel/query.ts'
import { ConfirmDialog } from '../../../kernel/record/confirm-dialog.tsx'
import { useMembers } from '../../../kernel/record/member-select.tsx'

type Props = { documentId: string; canWrite: boolean; onClose: () => void }

/** How the text came to be: versions, what has changed since, and the way back. */
export default function HistoryDrawer({ documentId, canWrite, onClose }: Props) {
  const t = useT()
  const [versionId, setVersionId] = useState<string | null>(null)
  return (
    <Drawer opened onClose={onClose} position="right" size="32rem" title={t('documents.history.title')}>
      {versionId ? (
        <Compared {...{ documentId, versionId, canWrite }} onBack={() => setVersionId(null)} />
      ) : (
        <Versions documentId={documentId} canWrite={canWrite} onOpen={setVersionId} />
      )}
    </Drawer>
  )
}

function Versions({
  documentId,
  canWrite,
  onOpen,
}: {
  documentId: string
  canWrite: boolean
  onOpen: (id: string) => void
}) {
  const t = useT()
  const format = useFormat()
  const members = useMembers()
  const pages = useApiPages('GET /documents/:id/versions', { params: { id: documentId } })
  const nameOf = (id: string) => members.find((member) => member.id === id)?.fullName ?? 'Tándem'
  return (
    <div className="dc-versions">
      {canWrite && <NameVersion documentId={documentId} />}
      {pages.isPending && <Skeleton h={120} />}
      {!pages.isPending && pages.items.length === 0 && <p className="td-muted">{t('documents.history.empty')}</p>}
      <ul>
        {pages.items.map((version) => (
          <li key={version.id}>
            <button type="button" className="dc-version" onClick={() => onOpen(version.id)}>
              <strong>{version.name ?? format.dateTime(version.createdAt)}</strong>
              <span className="td-muted">
                {version.name ? `${format.dateTime(version.createdAt)} · ` : ''}
                {format.list(
                  (version.contributorIds.length > 0 ? version.contributorIds : [version.createdBy]).map(nameOf),
                )}
              </span>
              <Badge variant="light" color={version.origin === 'named' ? 'petrol' : 'gray'}>
                {t(`documents.history.origins.${version.origin}`)}
              </Badge>
            </button>
          </li>
        ))}
      </ul>
      <MoreButton pages={pages}>{t('documents.history.more')}</MoreButton>
    </div>
  )
}

function NameVersion({ documentId }: { documentId: string }) {
  const t = useT()
  const form = useForm({ initialValues: { name: '' } })
  const save = useAct('POST /documents/:id/versions', { form, done: t('documents.history.saved') })
  return (
    <form
      noValidate
      onSubmit={form.onSubmit(({ name }) =>
        save.mutate({ params: { id: documentId }, body: { name: name.trim() } }, { onSuccess: () => form.reset() }),
      )}
    >
      <Group align="flex-end" gap="xs" wrap="nowrap">
        <TextInput
          flex={1}
          label={t('documents.history.name')}
          placeholder={t('documents.history.namePlaceholder')}
          maxLength={120}
          {...form.getInputProps('name')}
        />
        <Button type="submit" variant="default" disabled={form.values.name.trim() === ''} loading={save.isPending}>
          {t('documents.history.save')}
        </Button>
      </Group>
    </form>
  )
}

type ComparedProps = { documentId: string; versionId: string; canWrite: boolean; onBack: () => void }

function Compared({ documentId, versionId, canWrite, onBack }: ComparedProps) {
  const t = useT()
  const format = useFormat()
  const [isAsking, setAsking] = useState(false)
  const version = useApi(
    'GET /documents/:id/versions/:versionId',
    { params: { id: documentId, versionId } },
    { staleTime: 0 },
  )
  const restore = useAct('POST /documents/:id/versions/:versionId/restoration', {
    done: t('documents.history.restored'),
  })
  const parts = version.data?.diff ?? []
  return (
    <div className="dc-versions">
      <Group justify="space-between">
        <Button size="compact-sm" variant="subtle" leftSection={<IconArrowLeft size={16} />} onClick={onBack}>
          {t('documents.history.back')}
        </Button>
        {canWrite && (
          <Button size="compact-sm" onClick={() => setAsking(true)}>
            {t('documents.history.restore')}
          </Button>
        )}
      </Group>
      {version.data ? (
        <>
          <h3>{version.data.name ?? format.dateTime(version.data.createdAt)}</h3>
          <p className="td-muted dc-small">{t('documents.history.compare')}</p>
          {parts.every(({ change }) => change === 'same') && <p>{t('documents.history.same')}</p>}
          <div className="dc-diff">
            {parts.map(({ change, text }, index) => {
              // biome-ignore lint/suspicious/noArrayIndexKey: the parts are as they are
              if (change === 'same') return <p key={index}>{text}</p>
              const Tag = change === 'added' ? 'ins' : 'del'
              return (
                // biome-ignore lint/suspicious/noArrayIndexKey: the parts are as they are
                <Tag key={index} aria-label={t(`documents.history.${change}`)}>
                  {text || ' '}
                </Tag>
              )
            })}
          </div>
        </>
      ) : (
        <Skeleton h={200} />
      )}
      {isAsking && (
        <ConfirmDialog
          title={t('documents.history.restore')}
          text={t('documents.history.restoreText')}
          confirmLabel={t('documents.history.restore')}
          destructive={false}
          onConfirm={async () => {
            await restore.mutateAsync({ params: { id: documentId, versionId } })
            onBack()
          }}
          onClose={() => setAsking(false)}
        />
      )}
    </div>
  )
}
