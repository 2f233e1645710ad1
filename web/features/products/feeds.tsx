import { Alert, Badge, Button, Card, Group, Menu, Stack, Text } from '@mantine/core'
import { IconAlertTriangle, IconPackageImport, IconPencil, IconPlus, IconRefresh } from '@tabler/icons-react'
import { useState } from 'react'
import type { StockFeed } from '#contract/stock-feeds.ts'
import { useFormat, useT } from '../../kernel/i18n.tsx'
import { useAct, useApi } from '../../kernel/query.ts'
import { ConfirmDialog } from '../../kernel/record/confirm-dialog.tsx'
import { CopyField } from '../../kernel/record/copy-field.tsx'
import { EmptyState } from '../../kernel/record/empty-state.tsx'
import { DeleteItem, MoreMenu } from '../../kernel/record/more-menu.tsx'
import { Page } from '../../kernel/shell/page.tsx'
import { FeedDialog } from './feed-dialog.tsx'
import '../../kernel/record/record.css'

/** Where stock comes from by itself, how it went last, and what waits for a person. */
export default function Feeds() {
  const t = useT()
  const feeds = useApi('GET /stock-feeds')
  const [editing, setEditing] = useState<StockFeed | 'new' | null>(null)
  const items = feeds.data?.items ?? []
  const add = (
    <Button leftSection={<IconPlus size={16} />} onClick={() => setEditing('new')}>
      {t('stock.feeds.add')}
    </Button>
  )
  return (
    <Page title={t('stock.feeds.title')} subtitle={t('stock.feeds.subtitle')} actions={items.length > 0 && add}>
      {feeds.data && items.length === 0 && (
        <EmptyState
          title={t('stock.feeds.emptyTitle')}
          text={t('stock.feeds.empty')}
          picture={<IconPackageImport size={40} stroke={1.2} />}
          action={add}
        />
      )}
      <Stack gap="sm">
        {items.map((feed) => (
          <FeedCard key={feed.id} feed={feed} onEdit={() => setEditing(feed)} />
        ))}
      </Stack>
      {editing && <FeedDialog feed={editing === 'new' ? null : editing} onClose={() => setEditing(null)} />}
    </Page>
  )
}

const colors = { applied: 'green', confirmed: 'green', held: 'amber', discarded: 'gray', failed: 'red' } as const

function FeedCard({ feed, onEdit }: { feed: StockFeed; onEdit: () => void }) {
  const t = useT()
  const format = useFormat()
  const [removing, setRemoving] = useState(false)
  const params = { id: feed.id }
  const run = useAct('POST /stock-feeds/:id/run', {
    done: (reply) => t(`stock.feeds.ran.${reply.state}`, { changed: reply.changed }),
  })
  const remove = useAct('DELETE /stock-feeds/:id', { done: t('stock.feeds.removed') })
  const { lastRun } = feed
  return (
    <Card withBorder padding="md">
      <Group justify="space-between" wrap="nowrap" align="flex-start">
        <div style={{ minWidth: 0 }}>
          <Group gap="xs">
            <h2 className="td-panel-title">{feed.name}</h2>
            {!feed.enabled && <Badge color="gray">{t('stock.feeds.off')}</Badge>}
            {lastRun && (
              <Badge variant="light" color={colors[lastRun.state]}>
                {t(`stock.feeds.states.${lastRun.state}`)}
              </Badge>
            )}
          </Group>
          <Text size="sm" c="dimmed" truncate>
            {feed.url ?? t('stock.feeds.kinds.webhook')}
          </Text>
          {lastRun && (
            <Text size="sm">
              {t('stock.feeds.last', {
                when: format.dateTime(lastRun.startedAt),
                rows: lastRun.rows,
                changed: lastRun.changed,
                unknown: lastRun.unknown,
              })}
            </Text>
          )}
          {lastRun && lastRun.unread > 0 && (
            <Text size="sm">
              {t('stock.feeds.unread', { count: lastRun.unread, skus: format.list(lastRun.unreadSkus) })}
            </Text>
          )}
        </div>
        <Group gap={4} wrap="nowrap">
          {feed.kind === 'url' && (
            <Button
              size="compact-sm"
              variant="default"
              leftSection={<IconRefresh size={14} />}
              loading={run.isPending}
              onClick={() => run.mutate({ params })}
            >
              {t('stock.feeds.run')}
            </Button>
          )}
          <MoreMenu label={t('stock.feeds.acts', { name: feed.name })} subtle>
            <Menu.Item leftSection={<IconPencil size={16} />} onClick={onEdit}>
              {t('stock.feeds.edit')}
            </Menu.Item>
            <DeleteItem onClick={() => setRemoving(true)} />
          </MoreMenu>
        </Group>
      </Group>
      {feed.hookUrl && (
        <CopyField label={t('stock.feeds.hookUrl')} description={t('stock.feeds.hookHelp')} value={feed.hookUrl} />
      )}
      {lastRun?.state === 'held' && <Held feed={feed} />}
      {lastRun?.state === 'failed' && (
        <Alert color="red" mt="sm" icon={<IconAlertTriangle size={18} />}>
          {reasonOf(t, lastRun)}
        </Alert>
      )}
      {removing && (
        <ConfirmDialog
          title={t('stock.feeds.removeTitle', { name: feed.name })}
          text={t('stock.feeds.removeText')}
          onConfirm={() => remove.mutateAsync({ params })}
          onClose={() => setRemoving(false)}
        />
      )}
    </Card>
  )
}

/** What is too strange to be believed, with the two ways on. */
function Held({ feed }: { feed: StockFeed }) {
  const t = useT()
  const params = { id: feed.id }
  const confirm = useAct('POST /stock-feeds/:id/confirmation', {
    done: t('stock.feeds.confirmed'),
    invalidates: ['/stock-feeds', '/products'],
  })
  const discard = useAct('DELETE /stock-feeds/:id/confirmation', { done: t('stock.feeds.discarded') })
  if (!feed.lastRun) return null
  return (
    <Alert color="amber" mt="sm" icon={<IconAlertTriangle size={18} />} title={t('stock.feeds.heldTitle')}>
      <Text size="sm" mb="sm">
        {reasonOf(t, feed.lastRun)} {t('stock.feeds.heldText')}
      </Text>
      <Group gap="xs">
        <Button size="xs" variant="default" loading={discard.isPending} onClick={() => discard.mutate({ params })}>
          {t('stock.feeds.discard')}
        </Button>
        <Button size="xs" loading={confirm.isPending} onClick={() => confirm.mutate({ params })}>
          {t('stock.feeds.confirm')}
        </Button>
      </Group>
    </Alert>
  )
}

const reasonOf = (t: ReturnType<typeof useT>, { reason, params }: NonNullable<StockFeed['lastRun']>): string =>
  t(`stock.feeds.reasons.${reason ?? 'unreachable'}`, params)
