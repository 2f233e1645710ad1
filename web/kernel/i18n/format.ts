import { clockNow } from '../clock.ts'
export type Money = { amountCents: number; currency: string }
type DateInput = string | number | Date

export type Format = ReturnType<typeof createFormat>

/**
 * One formatter for dates, numbers and money. Instants are shown in `timeZone`; plain dates (`YYYY-MM-DD`) as they are.
 * 24-hour clock; missing values come out as an en dash.
 */
export function createFormat(locale: string, timeZone: string, currency: string) {
  const inZone = (options: Intl.DateTimeFormatOptions) => dateFormat(locale, { timeZone, ...options })
  const dateOf = (value: DateInput, options: Intl.DateTimeFormatOptions) =>
    typeof value === 'string' && /^\d{4}-\d{2}-\d{2}$/.test(value)
      ? dateFormat(locale, { ...options, timeZone: 'UTC' }).format(new Date(`${value}T00:00:00Z`))
      : inZone(options).format(new Date(value))
  const yearOf = (value: DateInput) => dateOf(value, { year: 'numeric' })
  const orDash =
    <T, A extends unknown[]>(show: (value: T, ...more: A) => string) =>
    (value: T | null | undefined, ...more: A) =>
      value === null || value === undefined || value === '' ? '–' : show(value, ...more)

  return {
    locale,
    timeZone,
    currency,
    date: orDash((value: DateInput) => dateOf(value, { day: 'numeric', month: 'short', year: 'numeric' })),
    /** With its year where that is not the one we are in. */
    day: orDash((value: DateInput) =>
      dateOf(value, {
        ...{ weekday: 'long', day: 'numeric', month: 'long' },
        ...(yearOf(value) !== yearOf(clockNow()) && { year: 'numeric' }),
      }),
    ),
    dateTime: orDash((value: DateInput) =>
      dateOf(value, { day: 'numeric', month: 'short', year: 'numeric', hour: '2-digit', minute: '2-digit' }),
    ),
    time: orDash((value: DateInput) => inZone({ hour: '2-digit', minute: '2-digit' }).format(new Date(value))),
    /** "3 hours ago", "in 2 days", in the largest unit that fits. */
    relative: orDash((value: DateInput, now: DateInput = clockNow()) =>
      relative(locale, new Date(value).getTime() - new Date(now).getTime()),
    ),
    number: orDash((value: number, options?: Intl.NumberFormatOptions) => numberFormat(locale, options).format(value)),
    /** `share` 0.0457 → "4.6 %". */
    percent: orDash((share: number, digits?: number) =>
      numberFormat(locale, { style: 'percent', maximumFractionDigits: digits ?? 1 }).format(share),
    ),
    money: orDash((value: Money | number, options?: Intl.NumberFormatOptions) => {
      const money = typeof value === 'number' ? { amountCents: value, currency } : value
      const whole = money.amountCents % 100 === 0
      return numberFormat(locale, {
        style: 'currency',
        currency: money.currency,
        minimumFractionDigits: whole ? 0 : 2,
        useGrouping: 'always' as unknown as boolean,
        ...options,
      }).format(money.amountCents / 100)
    }),
    /** Milliseconds → "2 h 5 min", the two largest units. */
    duration: orDash((milliseconds: number) => duration(locale, milliseconds)),
    list: (values: readonly string[]) => listFormat(locale).format(values),
  }
}

const steps: [Intl.RelativeTimeFormatUnit, number][] = [
  ['year', 31_557_600_000],
  ['month', 2_629_800_000],
  ['week', 604_800_000],
  ['day', 86_400_000],
  ['hour', 3_600_000],
  ['minute', 60_000],
]

function relative(locale: string, milliseconds: number) {
  const format = relativeFormat(locale)
  const [unit, size] = steps.find(([, step]) => Math.abs(milliseconds) >= step) ?? ['second', 1000]
  return format.format(unit === 'second' ? 0 : Math.round(milliseconds / size), unit)
}

function duration(locale: string, milliseconds: number) {
  const sizes = [
    ['day', 86_400_000],
    ['hour', 3_600_000],
    ['minute', 60_000],
    ['second', 1000],
  ] as const
  let left = Math.abs(milliseconds)
  const parts: string[] = []
  for (const [unit, size] of sizes) {
    const count = Math.floor(left / size)
    left -= count * size
    if (count > 0 && parts.length < 2) parts.push(unitOf(locale, unit, count))
    else if (parts.length > 0) break
  }
  return parts.join(' ') || unitOf(locale, 'second', 0)
}

const unitOf = (locale: string, unit: string, count: number) =>
  numberFormat(locale, { style: 'unit', unit, unitDisplay: 'short' }).format(count)

const cached = <O, F>(make: (locale: string, options: O) => F) => {
  const made = new Map<string, F>()
  return (locale: string, options?: O) => {
    const key = locale + JSON.stringify(options)
    let format = made.get(key)
    if (!format) made.set(key, (format = make(locale, options as O)))
    return format
  }
}
const dateFormat = cached(
  (locale, options: Intl.DateTimeFormatOptions) => new Intl.DateTimeFormat(locale, { hourCycle: 'h23', ...options }),
)
const numberFormat = cached((locale, options: Intl.NumberFormatOptions) => new Intl.NumberFormat(locale, options))
const relativeFormat = cached((locale) => new Intl.RelativeTimeFormat(locale, { numeric: 'auto' }))
const listFormat = cached((locale) => new Intl.ListFormat(locale, { type: 'conjunction' }))
