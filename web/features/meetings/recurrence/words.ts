import type { Format, Translate } from '../../../kernel/i18n.tsx'
import { type Recurrence, recurrenceOf, type Weekday, weekdays } from './rule.ts'

/** 'Every two weeks, on Monday and Thursday'; a rule that says more is shown as it is written. */
export function recurrenceWords(t: Translate, format: Format, rule: Recurrence | string): string {
  const recurrence = typeof rule === 'string' ? recurrenceOf(rule) : rule
  if (recurrence.kind === 'custom') return recurrence.text
  if (recurrence.kind === 'monthly')
    return t('meetings.recurrence.monthlyWords', {
      every: recurrence.every,
      nth: String(recurrence.nth),
      day: weekdayName(format.locale, recurrence.day),
    })
  const days = weekdays.filter((day) => recurrence.days.includes(day))
  return t('meetings.recurrence.weeklyWords', {
    every: recurrence.every,
    days: format.list(days.map((day) => weekdayName(format.locale, day))),
  })
}

/** 2024-01-01 was a Monday. */
export const weekdayName = (locale: string, day: Weekday, style: 'long' | 'narrow' = 'long') =>
  new Intl.DateTimeFormat(locale, { weekday: style, timeZone: 'UTC' }).format(
    new Date(Date.UTC(2024, 0, 1 + weekdays.indexOf(day))),
  )
