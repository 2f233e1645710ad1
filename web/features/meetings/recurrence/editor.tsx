import { Chip, Group, Input, SegmentedControl, Select, TextInput } from '@mantine/core'
import { useMediaQuery } from '@mantine/hooks'
import type { ReactNode } from 'react'
import { useFormat, useT } from '../../../kernel/i18n.tsx'
import { NextDates } from './dates.tsx'
import { ordinalOf, ordinals, type Recurrence, rruleOf, type Weekday, weekdayOf, weekdays } from './rule.ts'
import { weekdayName } from './words.ts'

type Choice = 'weekly' | 'fortnight' | 'monthly' | 'custom'
type Props = {
  value: Recurrence
  onChange: (value: Recurrence) => void
  /** First day and time on the meeting's wall: `YYYY-MM-DD`, `HH:mm`. */
  day: string
  time: string
  timeZone: string
  error?: ReactNode
}

/** How often people meet, said as they say it, with the days that come of it. */
export function RecurrenceEditor({ value, onChange, day, time, timeZone, error }: Props) {
  const t = useT()
  const choice = choiceOf(value)
  const isNarrow = useMediaQuery('(max-width: 40em)')
  return (
    <Input.Wrapper label={t('meetings.recurrence.label')} error={error}>
      <SegmentedControl
        fullWidth
        orientation={isNarrow ? 'vertical' : 'horizontal'}
        aria-label={t('meetings.recurrence.label')}
        value={choice}
        onChange={(next) => onChange(begin(next, value, day))}
        data={(['weekly', 'fortnight', 'monthly', 'custom'] as const).map((one) => ({
          value: one,
          label: t(`meetings.recurrence.${one}`),
        }))}
      />
      <div className="mt-rule">
        {value.kind === 'weekly' && choice !== 'custom' && (
          <DaysOfWeek days={value.days} onChange={(days) => onChange({ ...value, days })} />
        )}
        {value.kind === 'monthly' && choice !== 'custom' && <DayOfMonth value={value} onChange={onChange} />}
        {choice === 'custom' && (
          <TextInput
            aria-label={t('meetings.recurrence.text')}
            description={t('meetings.recurrence.textHint')}
            placeholder="FREQ=MONTHLY;BYMONTHDAY=15"
            maxLength={500}
            value={value.kind === 'custom' ? value.text : rruleOf(value)}
            onChange={(event) => onChange({ kind: 'custom', text: event.currentTarget.value })}
          />
        )}
      </div>
      <NextDates rrule={rruleOf(value)} startsOn={day} time={time} timeZone={timeZone} />
    </Input.Wrapper>
  )
}

function DaysOfWeek({ days, onChange }: { days: readonly Weekday[]; onChange: (days: Weekday[]) => void }) {
  const { locale } = useFormat()
  return (
    <Chip.Group
      multiple
      value={[...days]}
      onChange={(chosen) => onChange(weekdays.filter((day) => chosen.includes(day)))}
    >
      <Group gap={6}>
        {weekdays.map((day) => (
          <Chip key={day} value={day} size="sm" radius="sm" aria-label={weekdayName(locale, day)}>
            {weekdayName(locale, day, 'narrow')}
          </Chip>
        ))}
      </Group>
    </Chip.Group>
  )
}

type Monthly = Extract<Recurrence, { kind: 'monthly' }>

function DayOfMonth({ value, onChange }: { value: Monthly; onChange: (value: Monthly) => void }) {
  const t = useT()
  const { locale } = useFormat()
  return (
    <Group gap="xs" grow>
      <Select
        aria-label={t('meetings.recurrence.nth')}
        allowDeselect={false}
        data={ordinals.map((nth) => ({
          value: String(nth),
          label: t('meetings.recurrence.ordinal', { nth: String(nth) }),
        }))}
        value={String(value.nth)}
        onChange={(chosen) => {
          const nth = ordinals.find((one) => String(one) === chosen)
          if (nth) onChange({ ...value, nth })
        }}
      />
      <Select
        aria-label={t('meetings.recurrence.day')}
        allowDeselect={false}
        data={weekdays.map((day) => ({ value: day, label: weekdayName(locale, day) }))}
        value={value.day}
        onChange={(chosen) => {
          const day = weekdays.find((one) => one === chosen)
          if (day) onChange({ ...value, day })
        }}
      />
    </Group>
  )
}

function choiceOf(value: Recurrence): Choice {
  if (value.kind === 'weekly') return value.every === 1 ? 'weekly' : value.every === 2 ? 'fortnight' : 'custom'
  return value.kind === 'monthly' && value.every === 1 ? 'monthly' : 'custom'
}

/** What is said first after a choice: the day of the first meeting. */
function begin(choice: Choice, before: Recurrence, day: string): Recurrence {
  if (choice === 'custom') return { kind: 'custom', text: rruleOf(before) }
  if (choice === 'monthly') return { kind: 'monthly', every: 1, nth: ordinalOf(day), day: weekdayOf(day) }
  const days = before.kind === 'weekly' && before.days.length > 0 ? before.days : [weekdayOf(day)]
  return { kind: 'weekly', every: choice === 'fortnight' ? 2 : 1, days }
}
