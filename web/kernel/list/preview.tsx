import { ActionIcon, Button, CloseButton, Drawer, Group } from '@mantine/core'
import { useMediaQuery } from '@mantine/hooks'
import { IconArrowsMaximize, IconChevronDown, IconChevronUp } from '@tabler/icons-react'
import type { ReactNode } from 'react'
import { useFormat, useT } from '../i18n.tsx'
import { Link } from '../navigation.tsx'

type Props = {
  label: string
  position: number
  count: number
  to?: string
  onMove: (step: number) => void
  onClose: () => void
  children: ReactNode
}

/** A record beside its list, with the way to the one before and after. */
export function Preview(props: Props) {
  const t = useT()
  const format = useFormat()
  const wide = useMediaQuery('(min-width: 62em)', true)
  const content = (
    <>
      <Group className="td-preview-head" justify="space-between" wrap="nowrap">
        <Group gap={2} wrap="nowrap">
          <ActionIcon
            aria-label={t('kit.preview.previous')}
            disabled={props.position <= 0}
            onClick={() => props.onMove(-1)}
          >
            <IconChevronUp size={18} />
          </ActionIcon>
          <ActionIcon
            aria-label={t('kit.preview.next')}
            disabled={props.position >= props.count - 1}
            onClick={() => props.onMove(1)}
          >
            <IconChevronDown size={18} />
          </ActionIcon>
          <span className="td-muted td-num">
            {t('kit.preview.position', {
              position: format.number(props.position + 1),
              count: format.number(props.count),
            })}
          </span>
        </Group>
        <Group gap={4} wrap="nowrap">
          {props.to && (
            <Button
              component={Link}
              to={props.to}
              size="compact-sm"
              variant="subtle"
              color="gray"
              leftSection={<IconArrowsMaximize size={15} />}
            >
              {t('kit.preview.open')}
            </Button>
          )}
          <CloseButton aria-label={t('kit.close')} onClick={props.onClose} />
        </Group>
      </Group>
      <div className="td-preview-body">{props.children}</div>
    </>
  )
  if (wide) {
    return (
      <aside className="td-preview" aria-label={t('kit.preview.title', { record: props.label })}>
        {content}
      </aside>
    )
  }
  return (
    <Drawer
      opened
      onClose={props.onClose}
      position="right"
      withCloseButton={false}
      padding={0}
      aria-label={t('kit.preview.title', { record: props.label })}
    >
      {content}
    </Drawer>
  )
}
