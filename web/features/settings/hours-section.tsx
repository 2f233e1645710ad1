import { ActionIcon, Button, Group, Stack, Switch, Text, Tooltip } from '@mantine/core'
import { IconPlus, IconX } from '@tabler/icons-react'
import { useState } from 'react'
import { ApiProblem } from '../../kernel/api.ts'
import { useLocale, useT } from '../../kernel/i18n.tsx'
import { useCan } from '../../kernel/me.tsx'
import { placeErrors } from '../../kernel/query.ts'
import { SectionCard } from '../../kernel/shell/section-card.tsx'
import { useToast } from '../../kernel/toast.tsx'
import { useLeaveGuard } from '../../kernel/use-leave-guard.tsx'
import { TimeField } from './time-field.tsx'
import { type Settings, useSaveSettings } from './use-save-settings.ts'

type Hours = Settings['calendar']['hours']
type Weekday = keyof Hours
type Errors = Record<string, React.ReactNode>
const weekdays: readonly Weekday[] = [1, 2, 3, 4, 5, 6, 7]
const usual: [string, string] = ['09:00', '18:00']
const afternoon: [string, string] = ['16:00', '19:00']

/** Opening hours by weekday, several spans a day. Every service-level clock runs only then. */
export function HoursSection({ settings }: { settings: Settings }) {
  const t = useT()
  const toast = useToast()
  const mayChange = useCan()('settings.manage')
  const save = useSaveSettings()
  const [hours, setHours] = useState<Hours>(settings.calendar.hours)
  const [errors, setErrors] = useState<Errors>({})
  const [busy, setBusy] = useState(false)
  const isChanged = JSON.stringify(hours) !== JSON.stringify(settings.calendar.hours)
  const leaving = useLeaveGuard(isChanged)
  const setDay = (day: Weekday, spans: [string, string][]) => setHours({ ...hours, [day]: spans })
  const submit = async () => {
    setBusy(true)
    setErrors({})
    try {
      await save({ calendar: { ...settings.calendar, hours } })
    } catch (error) {
      if (!(error instanceof ApiProblem) || placeErrors({ setErrors }, t, error) === 0) toast.failed(error)
    } finally {
      setBusy(false)
    }
  }
  return (
    <SectionCard title={t('accounts.settings.hours.title')} text={t('accounts.settings.hours.text')}>
      <Stack gap="sm">
        {weekdays.map((day) => (
          <Day
            key={day}
            day={day}
            spans={hours[day]}
            errors={errors}
            readOnly={!mayChange}
            onChange={(spans) => setDay(day, spans)}
          />
        ))}
        {errors['calendar.hours'] && (
          <Text size="xs" c="red" role="alert">
            {errors['calendar.hours']}
          </Text>
        )}
        {mayChange && (
          <Group justify="space-between" mt="xs">
            <Button
              variant="default"
              onClick={() => setHours({ ...hours, 2: hours[1], 3: hours[1], 4: hours[1], 5: hours[1] })}
            >
              {t('accounts.settings.hours.copyMonday')}
            </Button>
            <Button loading={busy} disabled={!isChanged} onClick={() => void submit()}>
              {t('kit.save')}
            </Button>
          </Group>
        )}
      </Stack>
      {leaving}
    </SectionCard>
  )
}

type DayProps = {
  day: Weekday
  spans: [string, string][]
  errors: Errors
  readOnly: boolean
  onChange: (spans: [string, string][]) => void
}

function Day({ day, spans, errors, readOnly, onChange }: DayProps) {
  const t = useT()
  const name = useWeekday(day)
  const wrong = (index: number) => errors[`calendar.hours.${day}.${index}`]
  const change = (index: number, edge: 0 | 1, value: string) =>
    onChange(
      spans.map((span, at): [string, string] =>
        at !== index ? span : edge === 0 ? [value, span[1]] : [span[0], value],
      ),
    )
  return (
    <Group align="flex-start" gap="sm" wrap="wrap">
      <Switch
        w={150}
        mt={6}
        label={name}
        checked={spans.length > 0}
        disabled={readOnly}
        onChange={(event) => onChange(event.currentTarget.checked ? [usual] : [])}
      />
      {spans.length === 0 ? (
        <Text c="dimmed" mt={6}>
          {t('accounts.settings.hours.closed')}
        </Text>
      ) : (
        <Stack gap={6}>
          {spans.map(([from, to], index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: a span is its place in the day
            <div key={index}>
              <Group gap={6} wrap="nowrap" align="flex-start">
                <TimeField
                  label={t('accounts.settings.hours.from', { day: name })}
                  value={from}
                  disabled={readOnly}
                  isWrong={wrong(index) !== undefined}
                  onChange={(value) => change(index, 0, value)}
                />
                <Text mt={6} aria-hidden>
                  –
                </Text>
                <TimeField
                  label={t('accounts.settings.hours.to', { day: name })}
                  value={to}
                  disabled={readOnly}
                  isWrong={wrong(index) !== undefined}
                  onChange={(value) => change(index, 1, value)}
                />
                {!readOnly && (
                  <Tooltip label={t('accounts.settings.hours.removeSpan')}>
                    <ActionIcon
                      mt={4}
                      aria-label={t('accounts.settings.hours.removeSpanOf', { day: name, from })}
                      onClick={() => onChange(spans.toSpliced(index, 1))}
                    >
                      <IconX size={16} />
                    </ActionIcon>
                  </Tooltip>
                )}
                {!readOnly && index === spans.length - 1 && spans.length < 6 && (
                  <Tooltip label={t('accounts.settings.hours.addSpan')}>
                    <ActionIcon
                      mt={4}
                      aria-label={t('accounts.settings.hours.addSpanOf', { day: name })}
                      onClick={() => onChange([...spans, afternoon])}
                    >
                      <IconPlus size={16} />
                    </ActionIcon>
                  </Tooltip>
                )}
              </Group>
              {wrong(index) && (
                <Text size="xs" c="red" role="alert">
                  {wrong(index)}
                </Text>
              )}
            </div>
          ))}
        </Stack>
      )}
    </Group>
  )
}

/** 5 January 1970 was a Monday. */
function useWeekday(day: Weekday): string {
  const { locale } = useLocale()
  const name = new Intl.DateTimeFormat(locale, { weekday: 'long', timeZone: 'UTC' }).format(
    new Date((3 + Number(day)) * 86_400_000),
  )
  return name.charAt(0).toLocaleUpperCase(locale) + name.slice(1)
}
