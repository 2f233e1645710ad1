import { ActionIcon, Button, Group, SegmentedControl, Stack, Text } from '@mantine/core'
import { IconTrash } from '@tabler/icons-react'
import { useState } from 'react'
import { api } from '../../kernel/api.ts'
import { DateField } from '../../kernel/form/date-field.tsx'
import { useFormat, useT } from '../../kernel/i18n.tsx'
import { useCan } from '../../kernel/me.tsx'
import { SectionCard } from '../../kernel/shell/section-card.tsx'
import { useToast } from '../../kernel/toast.tsx'
import { type Settings, useSaveSettings } from './use-save-settings.ts'

const yearsShown = 3

/** Days on which nobody works, one year at a time. Each change is saved at once. */
export function HolidaysSection({ settings }: { settings: Settings }) {
  const t = useT()
  const toast = useToast()
  const mayChange = useCan()('settings.manage')
  const save = useSaveSettings()
  const thisYear = new Date().getFullYear()
  const [year, setYear] = useState(String(thisYear))
  const [added, setAdded] = useState<string | null>(null)
  const [busy, setBusy] = useState(false)
  const { holidays } = settings.calendar
  const shown = holidays.filter((date) => date.startsWith(year))
  const set = async (dates: readonly string[]) => {
    setBusy(true)
    await save({ calendar: { ...settings.calendar, holidays: [...new Set(dates)].sort() } })
      .catch(toast.failed)
      .finally(() => setBusy(false))
  }
  const addNational = async () => {
    try {
      const { items } = await api('GET /settings/national-holidays', { query: { year: Number(year) } })
      if (items.length === 0) toast.info(t('accounts.settings.holidays.unknown'))
      else await set([...holidays, ...items])
    } catch (error) {
      toast.failed(error)
    }
  }
  return (
    <SectionCard title={t('accounts.settings.holidays.title')} text={t('accounts.settings.holidays.text')}>
      <Stack gap="sm">
        <SegmentedControl
          aria-label={t('accounts.settings.holidays.year')}
          data={Array.from({ length: yearsShown }, (_, index) => String(thisYear + index))}
          value={year}
          onChange={setYear}
        />
        {shown.length === 0 && <Text c="dimmed">{t('accounts.settings.holidays.none', { year })}</Text>}
        <div>
          {shown.map((date) => (
            <Holiday
              key={date}
              date={date}
              {...(mayChange && { onRemove: () => void set(holidays.filter((one) => one !== date)) })}
            />
          ))}
        </div>
        {mayChange && (
          <Group align="flex-end" gap="xs">
            <div style={{ flex: '1 1 10rem' }}>
              <DateField label={t('accounts.settings.holidays.add')} value={added} onChange={setAdded} clearable />
            </div>
            <Button
              variant="default"
              disabled={!added || busy}
              onClick={() => {
                if (added) void set([...holidays, added])
                if (added) setYear(added.slice(0, 4))
                setAdded(null)
              }}
            >
              {t('accounts.settings.holidays.addButton')}
            </Button>
            <Button variant="default" disabled={busy} onClick={() => void addNational()}>
              {t('accounts.settings.holidays.addNational', { year })}
            </Button>
          </Group>
        )}
      </Stack>
    </SectionCard>
  )
}

function Holiday({ date, onRemove }: { date: string; onRemove?: () => void }) {
  const t = useT()
  const format = useFormat()
  const words = format.day(date)
  return (
    <Group justify="space-between" wrap="nowrap" style={{ minHeight: 32 }}>
      <Text>{words}</Text>
      {onRemove && (
        <ActionIcon aria-label={t('accounts.settings.holidays.remove', { date: words })} onClick={onRemove}>
          <IconTrash size={16} />
        </ActionIcon>
      )}
    </Group>
  )
}
