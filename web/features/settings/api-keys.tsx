import { ActionIcon, Badge, Button, Table, Text, Tooltip } from '@mantine/core'
import { IconKey, IconPlus, IconTrash } from '@tabler/icons-react'
import { useState } from 'react'
import type { ReplyOf } from '../../kernel/api.ts'
import { useFormat, useT } from '../../kernel/i18n.tsx'
import { useMe } from '../../kernel/me.tsx'
import { useAct, useApi } from '../../kernel/query.ts'
import { ConfirmDialog } from '../../kernel/record/confirm-dialog.tsx'
import { EmptyState } from '../../kernel/record/empty-state.tsx'
import { ErrorScreen } from '../../kernel/shell/error-screens.tsx'
import { Page, PageSkeleton } from '../../kernel/shell/page.tsx'
import { ApiKeyDialog } from './api-key-dialog.tsx'

type Key = ReplyOf<'GET /api-keys'>['items'][number]

export default function ApiKeys() {
  const t = useT()
  const [creating, setCreating] = useState(false)
  const [revoking, setRevoking] = useState<Key | null>(null)
  const keys = useApi('GET /api-keys')
  const revoke = useAct('DELETE /api-keys/:id', { done: t('accounts.apiKeys.revoked') })
  if (keys.error && !keys.data) return <ErrorScreen error={keys.error} reset={() => void keys.refetch()} />
  if (!keys.data) return <PageSkeleton />
  const create = (
    <Button leftSection={<IconPlus size={16} />} onClick={() => setCreating(true)}>
      {t('accounts.apiKeys.create')}
    </Button>
  )
  return (
    <Page title={t('accounts.apiKeys.title')} subtitle={t('accounts.apiKeys.subtitle')} actions={create} width="wide">
      {keys.data.items.length === 0 ? (
        <EmptyState
          picture={<IconKey size={40} stroke={1.2} />}
          title={t('accounts.apiKeys.emptyTitle')}
          text={t('accounts.apiKeys.emptyText')}
          action={create}
        />
      ) : (
        <KeyTable keys={keys.data.items} onRevoke={setRevoking} />
      )}
      {creating && <ApiKeyDialog onClose={() => setCreating(false)} />}
      {revoking && (
        <ConfirmDialog
          title={t('accounts.apiKeys.revokeTitle')}
          text={t('accounts.apiKeys.revokeText', { name: revoking.name })}
          confirmLabel={t('accounts.apiKeys.revoke')}
          onConfirm={() => revoke.mutateAsync({ params: { id: revoking.id } })}
          onClose={() => setRevoking(null)}
        />
      )}
    </Page>
  )
}

function KeyTable({ keys, onRevoke }: { keys: readonly Key[]; onRevoke: (key: Key) => void }) {
  const t = useT()
  const format = useFormat()
  const { permissions } = useMe()
  return (
    <Table.ScrollContainer minWidth={640}>
      <Table verticalSpacing="sm">
        <Table.Thead>
          <Table.Tr>
            <Table.Th>{t('accounts.apiKeys.name')}</Table.Th>
            <Table.Th>{t('accounts.apiKeys.owner')}</Table.Th>
            <Table.Th>{t('accounts.apiKeys.scopes')}</Table.Th>
            <Table.Th>{t('accounts.apiKeys.lastUsed')}</Table.Th>
            <Table.Th>{t('accounts.apiKeys.expires')}</Table.Th>
            <Table.Th>
              <span className="td-hidden">{t('accounts.apiKeys.revoke')}</span>
            </Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {keys.map((key) => (
            <Table.Tr key={key.id}>
              <Table.Td>
                <Text fw={500}>{key.name}</Text>
                <Text size="xs" c="dimmed" ff="monospace">
                  {key.prefix}…
                </Text>
              </Table.Td>
              <Table.Td>{key.memberName}</Table.Td>
              <Table.Td>
                {key.scopes.length >= permissions.length ? (
                  <Badge color="amber">{t('accounts.apiKeys.allScopes')}</Badge>
                ) : (
                  <Tooltip
                    multiline
                    maw={360}
                    label={format.list(key.scopes.map((scope) => t(`permissions.${scope}`)))}
                  >
                    <Badge color="gray" style={{ cursor: 'default' }} tabIndex={0}>
                      {t('accounts.apiKeys.scopeCount', { count: key.scopes.length })}
                    </Badge>
                  </Tooltip>
                )}
              </Table.Td>
              <Table.Td>{key.lastUsedAt ? format.relative(key.lastUsedAt) : t('accounts.apiKeys.never')}</Table.Td>
              <Table.Td>{key.expiresAt ? format.date(key.expiresAt) : t('accounts.apiKeys.noExpiry')}</Table.Td>
              <Table.Td ta="end">
                <ActionIcon
                  aria-label={t('accounts.apiKeys.revokeNamed', { name: key.name })}
                  onClick={() => onRevoke(key)}
                >
                  <IconTrash size={16} />
                </ActionIcon>
              </Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Table.ScrollContainer>
  )
}
