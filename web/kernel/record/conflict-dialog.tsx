import { Button, Group, Modal, Radio, Stack, Text } from '@mantine/core'
import { useState } from 'react'
import { useFormat, useT } from '../i18n.tsx'

export type Conflict = { field: string; label: string; before: unknown; mine: unknown; theirs: unknown }
type Props = {
  conflicts: readonly Conflict[]
  /** Field → the value to keep. */
  onResolve: (kept: Record<string, unknown>) => void
  onClose: () => void
}

/** Two people changed the same fields: for each one, what it was, what I wrote, what the other wrote. */
export function ConflictDialog({ conflicts, onResolve, onClose }: Props) {
  const t = useT()
  const show = useShow()
  const [chosen, setChosen] = useState<Record<string, 'mine' | 'theirs'>>({})
  const choiceOf = (field: string) => chosen[field] ?? 'theirs'
  const resolve = () => onResolve(Object.fromEntries(conflicts.map((one) => [one.field, one[choiceOf(one.field)]])))
  return (
    <Modal opened onClose={onClose} title={t('kit.conflict.title')} size="lg">
      <Text c="dimmed">{t('kit.conflict.text')}</Text>
      <Stack mt="md" gap="lg">
        {conflicts.map((one) => (
          <Radio.Group
            key={one.field}
            label={one.label}
            description={t('kit.conflict.before', { value: show(one.before) })}
            value={choiceOf(one.field)}
            onChange={(value) => setChosen({ ...chosen, [one.field]: value as 'mine' | 'theirs' })}
          >
            <Stack gap="xs" mt="xs">
              <Radio value="mine" label={show(one.mine)} description={t('kit.conflict.mine')} />
              <Radio value="theirs" label={show(one.theirs)} description={t('kit.conflict.theirs')} />
            </Stack>
          </Radio.Group>
        ))}
      </Stack>
      <Group justify="flex-end" mt="lg">
        <Button variant="default" onClick={onClose}>
          {t('kit.cancel')}
        </Button>
        <Button onClick={resolve}>{t('kit.conflict.resolve')}</Button>
      </Group>
    </Modal>
  )
}

function useShow() {
  const t = useT()
  const format = useFormat()
  return (value: unknown): string => {
    if (value === null || value === undefined || value === '') return t('kit.record.empty')
    if (typeof value === 'boolean') return t(value ? 'kit.yes' : 'kit.no')
    if (typeof value === 'number') return format.number(value)
    if (Array.isArray(value)) return format.list(value.map(String))
    if (typeof value === 'object' && 'amountCents' in value && 'currency' in value)
      return format.money({ amountCents: Number(value.amountCents), currency: String(value.currency) })
    if (typeof value === 'string' && /^\d{4}-\d{2}-\d{2}(T|$)/.test(value)) return format.date(value)
    return typeof value === 'object' ? JSON.stringify(value) : String(value)
  }
}
