import { ActionIcon, Menu } from '@mantine/core'
import { IconArchive, IconArchiveOff, IconDots, IconTrash } from '@tabler/icons-react'
import type { ReactNode } from 'react'
import { useT } from '../i18n.tsx'

type Props = {
  /** Names the record where several menus stand on one screen. */
  label?: string
  /** Without a frame, in a card of a list. */
  subtle?: boolean
  children: ReactNode
}

/** What else can be done with a record: items behind three dots. */
export function MoreMenu({ label, subtle, children }: Props) {
  const t = useT()
  const looks = subtle ? ({ variant: 'subtle', color: 'gray' } as const) : ({ variant: 'default', size: 'lg' } as const)
  return (
    <Menu position="bottom-end">
      <Menu.Target>
        <ActionIcon {...looks} aria-label={label ?? t('kit.moreActions')}>
          <IconDots size={18} />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>{children}</Menu.Dropdown>
    </Menu>
  )
}

type ArchiveProps = { isArchived: boolean; onArchive: () => void; onUnarchive: () => void }

/** Puts a record into the archive, or takes it out again. */
export function ArchiveItem({ isArchived, onArchive, onUnarchive }: ArchiveProps) {
  const t = useT()
  return isArchived ? (
    <Menu.Item leftSection={<IconArchiveOff size={16} />} onClick={onUnarchive}>
      {t('kit.unarchive')}
    </Menu.Item>
  ) : (
    <Menu.Item leftSection={<IconArchive size={16} />} onClick={onArchive}>
      {t('kit.archive')}
    </Menu.Item>
  )
}

/** Comes last in its menu. `children`: words of its own. */
export function DeleteItem({ onClick, children }: { onClick: () => void; children?: ReactNode }) {
  const t = useT()
  return (
    <Menu.Item color="red" leftSection={<IconTrash size={16} />} onClick={onClick}>
      {children ?? t('kit.delete')}
    </Menu.Item>
  )
}
