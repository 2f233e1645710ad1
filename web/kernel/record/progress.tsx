import { Progress as Bar, Button, Group, Text } from '@mantine/core'
import { useFormat, useT } from '../i18n.tsx'

type Props = {
  label: string
  done: number
  /** Unknown while the work is still being counted. */
  total: number | undefined
  onCancel?: () => void
}

/** Long work: how far it is in numbers, and the way to stop it. */
export function Progress({ label, done, total, onCancel }: Props) {
  const t = useT()
  const format = useFormat()
  const counts =
    total === undefined
      ? t('kit.progress.counting', { done: format.number(done) })
      : t('kit.progress.counts', { done: format.number(done), total: format.number(total) })
  return (
    <div>
      <Group justify="space-between" mb={4}>
        <Text size="sm">{label}</Text>
        <Text size="sm" c="dimmed" className="td-num" role="status">
          {counts}
        </Text>
      </Group>
      <Group gap="sm" wrap="nowrap">
        <Bar.Root size="md" flex={1}>
          <Bar.Section
            value={total ? (done / total) * 100 : 100}
            animated={total === undefined}
            striped={total === undefined}
            aria-label={label}
          />
        </Bar.Root>
        {onCancel && (
          <Button size="compact-sm" variant="subtle" color="gray" onClick={onCancel}>
            {t('kit.cancel')}
          </Button>
        )}
      </Group>
    </div>
  )
}
