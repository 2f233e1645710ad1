import { Popover } from '@mantine/core'
import type { ReactElement } from 'react'
import { useT } from '../../kernel/i18n.tsx'
import Panel from './panel.tsx'

type Props = { opened: boolean; onChange: (opened: boolean) => void; children: ReactElement }

/** The inbox that opens below its button. */
export default function InboxPopover({ opened, onChange, children }: Props) {
  const t = useT()
  return (
    <Popover
      opened={opened}
      onChange={onChange}
      position="bottom-end"
      width={380}
      trapFocus
      returnFocus
      shadow="md"
      middlewares={{ shift: { padding: 8 }, flip: true }}
    >
      <Popover.Target>{children}</Popover.Target>
      <Popover.Dropdown p={0} maw="calc(100vw - 1rem)" aria-label={t('platform.notifications.title')}>
        <Panel onClose={() => onChange(false)} />
      </Popover.Dropdown>
    </Popover>
  )
}
