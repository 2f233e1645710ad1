import { ActionIcon, Button, Group, Stack, Text } from '@mantine/core'
import { IconTrash } from '@tabler/icons-react'
import { useState } from 'react'
import { useFormat, useT } from '../i18n.tsx'
import { DateField } from './date-field.tsx'

export type AbsenceDays = readonly [from: string, to: string]
type Props = { value: readonly AbsenceDays[]; onChange: (value: [string, string][]) => void; readOnly?: boolean }

/** Days on which somebody gets no leads: first and last day, both included, in order. */
export function AbsencesEditor({ value, onChange, readOnly = false }: Props) {
  const t = useT()
  const format = useFormat()
  const [from, setFrom] = useState<string | null>(null)
  const [to, setTo] = useState<string | null>(null)
  const all = value.map(([first, last]): [string, string] => [first, last])
  const add = () => {
    if (!from) return
    onChange([...all, [from, to ?? from] as [string, string]].sort(([a], [b]) => a.localeCompare(b)))
    setFrom(null)
    setTo(null)
  }
  return (
    <Stack gap="xs">
      <Text size="sm" fw={500}>
        {t('accounts.fields.absences')}
      </Text>
      {all.length === 0 && (
        <Text size="sm" c="dimmed">
          {t('accounts.absences.none')}
        </Text>
      )}
      {all.map(([first, last], index) => {
        const words =
          first === last
            ? format.date(first)
            : t('accounts.absences.span', { from: format.date(first), to: format.date(last) })
        return (
          <Group key={`${first} ${last}`} gap="xs" justify="space-between" wrap="nowrap">
            <span className="td-num">{words}</span>
            {!readOnly && (
              <ActionIcon
                aria-label={t('accounts.absences.remove', { absence: words })}
                onClick={() => onChange(all.toSpliced(index, 1))}
              >
                <IconTrash size={16} />
              </ActionIcon>
            )}
          </Group>
        )
      })}
      {!readOnly && (
        <Group align="flex-end" gap="xs">
          <div style={{ flex: '1 1 8rem' }}>
            <DateField label={t('accounts.absences.from')} value={from} onChange={setFrom} clearable />
          </div>
          <div style={{ flex: '1 1 8rem' }}>
            <DateField
              label={t('accounts.absences.to')}
              value={to}
              onChange={setTo}
              clearable
              {...(from && { minDate: from })}
            />
          </div>
          <Button variant="default" disabled={!from} onClick={add}>
            {t('accounts.absences.add')}
          </Button>
        </Group>
      )}
    </Stack>
  )
}
