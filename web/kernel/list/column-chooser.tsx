import { ActionIcon, Button, Checkbox, Popover, Stack, Tooltip } from '@mantine/core'
import { IconColumns3 } from '@tabler/icons-react'
import { useState } from 'react'
import { useT } from '../i18n.tsx'
import type { Column } from './types.ts'

type Props<Row> = {
  columns: readonly Column<Row>[]
  visible: readonly Column<Row>[]
  onChange: (keys: string[] | undefined) => void
}

export function ColumnChooser<Row>({ columns, visible, onChange }: Props<Row>) {
  const t = useT()
  const [opened, setOpened] = useState(false)
  const shown = new Set(visible.map((column) => column.key))
  const toggle = (key: string) => {
    const keys = columns.map((column) => column.key).filter((one) => (one === key ? !shown.has(one) : shown.has(one)))
    if (keys.length) onChange(keys)
  }
  return (
    <Popover opened={opened} onChange={setOpened} position="bottom-end" shadow="md" trapFocus>
      <Popover.Target>
        <Tooltip label={t('kit.columns.title')}>
          <ActionIcon
            size="lg"
            aria-label={t('kit.columns.title')}
            aria-expanded={opened}
            onClick={() => setOpened(!opened)}
          >
            <IconColumns3 size={18} stroke={1.6} />
          </ActionIcon>
        </Tooltip>
      </Popover.Target>
      <Popover.Dropdown>
        <Stack gap="xs">
          {columns.map((column) => (
            <Checkbox
              key={column.key}
              label={column.header}
              checked={shown.has(column.key)}
              disabled={column.primary}
              onChange={() => toggle(column.key)}
            />
          ))}
          <Button size="compact-sm" variant="subtle" color="gray" onClick={() => onChange(undefined)}>
            {t('kit.columns.reset')}
          </Button>
        </Stack>
      </Popover.Dropdown>
    </Popover>
  )
}
