export const weekdays = ['MO', 'TU', 'WE', 'TH', 'FR', 'SA', 'SU'] as const
export type Weekday = (typeof weekdays)[number]
export const ordinals = [1, 2, 3, 4, -1] as const
export type Ordinal = (typeof ordinals)[number]

/** What people say of a series; anything else that RFC 5545 can express is kept as its text. */
export type Recurrence =
  | { kind: 'weekly'; every: number; days: readonly Weekday[] }
  | { kind: 'monthly'; every: number; nth: Ordinal; day: Weekday }
  | { kind: 'custom'; text: string }

/** The rule without `RRULE:`, as the API takes it. */
export function rruleOf(recurrence: Recurrence): string {
  if (recurrence.kind === 'custom') return recurrence.text.trim().replace(/^RRULE:/i, '')
  const interval = recurrence.every > 1 ? `;INTERVAL=${recurrence.every}` : ''
  if (recurrence.kind === 'monthly') return `FREQ=MONTHLY${interval};BYDAY=${recurrence.nth}${recurrence.day}`
  const days = weekdays.filter((day) => recurrence.days.includes(day))
  return `FREQ=WEEKLY${interval}${days.length > 0 ? `;BYDAY=${days.join(',')}` : ''}`
}

/** Reads a rule back into what people say; `custom` when it says more than that. */
export function recurrenceOf(rrule: string): Recurrence {
  const custom: Recurrence = { kind: 'custom', text: rrule }
  const parts = new Map(
    rrule
      .replace(/^RRULE:/i, '')
      .split(';')
      .filter(Boolean)
      .map((part): [string, string] => {
        const [name = '', value = ''] = part.split('=', 2)
        return [name.toUpperCase(), value.toUpperCase()]
      }),
  )
  const every = Number(parts.get('INTERVAL') ?? 1)
  const byDay = parts.get('BYDAY')?.split(',') ?? []
  const said = new Set(['FREQ', 'INTERVAL', 'BYDAY', 'WKST'])
  if (!Number.isInteger(every) || every < 1 || [...parts.keys()].some((name) => !said.has(name))) return custom
  if (parts.get('FREQ') === 'WEEKLY') {
    const days = byDay.filter(isWeekday)
    return days.length === byDay.length ? { kind: 'weekly', every, days } : custom
  }
  const monthly = /^\+?(-?\d)([A-Z]{2})$/.exec(byDay[0] ?? '')
  if (parts.get('FREQ') !== 'MONTHLY' || byDay.length !== 1 || !monthly) return custom
  const nth = ordinals.find((one) => one === Number(monthly[1]))
  const day = monthly[2] ?? ''
  return nth !== undefined && isWeekday(day) ? { kind: 'monthly', every, nth, day } : custom
}

const isWeekday = (day: string): day is Weekday => (weekdays as readonly string[]).includes(day)

/** The weekday of a day `YYYY-MM-DD`. */
export const weekdayOf = (day: string): Weekday => weekdays[(new Date(`${day}T00:00:00Z`).getUTCDay() + 6) % 7] ?? 'MO'

/** Which Monday of its month a day is: 1 to 4, or −1 for a fifth. */
export const ordinalOf = (day: string): Ordinal =>
  ordinals.find((one) => one === Math.ceil(Number(day.slice(8, 10)) / 7)) ?? -1
