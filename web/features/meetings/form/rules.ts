import type { Translate } from '../../../kernel/i18n.tsx'
import { rruleOf } from '../recurrence/rule.ts'
import { tidyTime } from './time-text.ts'
import type { MeetingValues } from './values.ts'

/** What can be said before the server is asked. */
export const rulesOf = (t: Translate) => {
  const required = t('rules.required')
  return {
    name: (name: string) => (name.trim() === '' ? required : null),
    day: (day: string | null) => (day === null ? required : null),
    time: (time: string) => (tidyTime(time) === null ? t('rules.time_of_day') : null),
    duration: (minutes: number | string) => (typeof minutes === 'number' ? null : required),
    leaderId: (id: string | null) => (id === null ? required : null),
    seats: (seats: MeetingValues['seats']) => (seats.length === 0 ? t('meetings.seats.none') : null),
    recurrence: (recurrence: MeetingValues['recurrence'], { isSeries }: MeetingValues) =>
      isSeries && (rruleOf(recurrence) === '' || (recurrence.kind === 'weekly' && recurrence.days.length === 0))
        ? required
        : null,
  }
}
