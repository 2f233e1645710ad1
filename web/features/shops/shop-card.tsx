import { Alert, Badge, Button, Card, Group, Menu, Title } from '@mantine/core'
import { IconPencil, IconPlugConnected, IconPlugOff, IconRefresh, IconReload } from '@tabler/icons-react'
import { useState } from 'react'
import type { Shop } from '#contract/shops.ts'
import { api } from '../../kernel/api.ts'
import { useFormat, useT } from '../../kernel/i18n.tsx'
import { useAct } from '../../kernel/query.ts'
import { ConfirmDialog } from '../../kernel/record/confirm-dialog.tsx'
import { MoreMenu } from '../../kernel/record/more-menu.tsx'
import { Runs } from './runs.tsx'
import { TestResult } from './test-result.tsx'

const colors = { paused: 'gray', running: 'blue', failing: 'red', new: 'gray', working: 'green' } as const

/** One shop: whether it works, what came last, and what to do. */
export function ShopCard({ shop, onEdit }: { shop: Shop; onEdit: () => void }) {
  const t = useT()
  const format = useFormat()
  const [leaving, setLeaving] = useState(false)
  const { id, name } = shop
  const state = stateOf(shop)
  const test = useAct('POST /shops/:id/test', { invalidates: ['/shops'] })
  const sync = useAct('POST /shops/:id/sync', { invalidates: ['/shops'], done: t('shops.card.syncing') })
  const remove = useAct('DELETE /shops/:id', {
    done: t('shops.card.disconnected', { name }),
    undo: () => api('POST /shops/:id/restoration', { params: { id } }),
  })
  return (
    <Card withBorder className="sh-card" component="section" aria-labelledby={`shop-${id}`}>
      <Group justify="space-between" gap="xs">
        <div>
          <Group gap="xs">
            <Title order={2} size="h4" id={`shop-${id}`}>
              {name}
            </Title>
            <Badge variant="light" color={colors[state]}>
              {t(`shops.card.${state}`)}
            </Badge>
          </Group>
          <span className="td-muted">
            {t(`shops.kinds.${shop.kind}`)} · {shop.url}
            {shop.active &&
              Date.parse(shop.nextRunAt) > Date.now() &&
              ` · ${t('shops.card.next', { at: format.relative(shop.nextRunAt) })}`}
          </span>
        </div>
        <Group gap="xs">
          <Button
            leftSection={<IconRefresh size={16} />}
            loading={sync.isPending}
            disabled={state === 'running'}
            onClick={() => sync.mutate({ params: { id }, body: {} })}
          >
            {t('shops.card.sync')}
          </Button>
          <Button
            variant="default"
            leftSection={<IconPlugConnected size={16} />}
            loading={test.isPending}
            onClick={() => test.mutate({ params: { id } })}
          >
            {t('shops.test.action')}
          </Button>
          <MoreMenu label={t('shops.card.more', { name })}>
            <Menu.Item leftSection={<IconPencil size={16} />} onClick={onEdit}>
              {t('shops.card.edit')}
            </Menu.Item>
            <Menu.Item
              leftSection={<IconReload size={16} />}
              disabled={state === 'running'}
              onClick={() => sync.mutate({ params: { id }, body: { full: true } })}
            >
              {t('shops.card.full')}
            </Menu.Item>
            <Menu.Item color="red" leftSection={<IconPlugOff size={16} />} onClick={() => setLeaving(true)}>
              {t('shops.card.disconnect')}
            </Menu.Item>
          </MoreMenu>
        </Group>
      </Group>
      {test.data ? (
        <TestResult result={test.data} />
      ) : (
        shop.problem && (
          <Alert color="red" role="alert">
            {t(`shops.problems.${shop.problem.code}`, { detail: shop.problem.detail })}
          </Alert>
        )
      )}
      <Runs shop={shop} />
      {leaving && (
        <ConfirmDialog
          title={t('shops.card.disconnectTitle', { name })}
          text={t('shops.card.disconnectText')}
          affected={[`${name} · ${shop.url}`]}
          confirmLabel={t('shops.card.disconnect')}
          onConfirm={async () => {
            await remove.mutateAsync({ params: { id } })
            setLeaving(false)
          }}
          onClose={() => setLeaving(false)}
        />
      )}
    </Card>
  )
}

function stateOf({ active, lastRun, problem }: Shop): keyof typeof colors {
  if (lastRun?.state === 'queued' || lastRun?.state === 'running') return 'running'
  if (problem) return 'failing'
  if (!active) return 'paused'
  return lastRun ? 'working' : 'new'
}
