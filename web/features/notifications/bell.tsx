import { ActionIcon, Indicator, Popover } from '@mantine/core'
import { IconBell } from '@tabler/icons-react'
import { lazy, Suspense, useState } from 'react'
import { useFormat, useT } from '../../kernel/i18n.tsx'
import { useApi } from '../../kernel/query.ts'

const Panel = lazy(() => import('./panel.tsx'))

/** How many are new; the inbox opens below it. */
export default function Bell() {
  const t = useT()
  const format = useFormat()
  const [opened, setOpened] = useState(false)
  const unread = useApi('GET /notifications/count', {}, { refetchInterval: 120_000 }).data?.unread ?? 0
  const label = t('platform.notifications.bell', { unread })
  return (
    <Popover
      opened={opened}
      onChange={setOpened}
      position="bottom-end"
      width={380}
      trapFocus
      returnFocus
      shadow="md"
      middlewares={{ shift: { padding: 8 }, flip: true }}
    >
      <Indicator
        label={unread > 99 ? '99+' : format.number(unread)}
        size={16}
        offset={5}
        color="red"
        disabled={unread === 0}
        inline
      >
        <Popover.Target>
          <ActionIcon size="lg" title={label} aria-label={label} onClick={() => setOpened((on) => !on)}>
            <IconBell size={19} stroke={1.6} />
          </ActionIcon>
        </Popover.Target>
      </Indicator>
      <Popover.Dropdown p={0} maw="calc(100vw - 1rem)" aria-label={t('platform.notifications.title')}>
        {opened && (
          <Suspense fallback={<div style={{ height: '16rem' }} />}>
            <Panel onClose={() => setOpened(false)} />
          </Suspense>
        )}
      </Popover.Dropdown>
    </Popover>
  )
}
