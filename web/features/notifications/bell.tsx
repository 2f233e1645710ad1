import { ActionIcon, Indicator } from '@mantine/core'
import { IconBell } from '@tabler/icons-react'
import { lazy, Suspense, useState } from 'react'
import { useFormat, useT } from '../../kernel/i18n.tsx'
import { useApi } from '../../kernel/query.ts'

const InboxPopover = lazy(() => import('./inbox-popover.tsx'))

/** How many are new; the inbox opens below it. What floats is fetched with the first click. */
export default function Bell() {
  const t = useT()
  const format = useFormat()
  const [state, setState] = useState<'untouched' | 'open' | 'closed'>('untouched')
  const unread = useApi('GET /notifications/count', {}, { refetchInterval: 120_000 }).data?.unread ?? 0
  const label = t('nav.bell', { unread })
  const button = (
    <ActionIcon
      size="lg"
      title={label}
      aria-label={label}
      onClick={() => setState((now) => (now === 'open' ? 'closed' : 'open'))}
    >
      <IconBell size={19} stroke={1.6} />
    </ActionIcon>
  )
  return (
    <Indicator
      label={unread > 99 ? '99+' : format.number(unread)}
      size={16}
      offset={5}
      color="red"
      disabled={unread === 0}
      inline
    >
      {state === 'untouched' ? (
        button
      ) : (
        <Suspense fallback={button}>
          <InboxPopover opened={state === 'open'} onChange={(opened) => setState(opened ? 'open' : 'closed')}>
            {button}
          </InboxPopover>
        </Suspense>
      )}
    </Indicator>
  )
}
