import { Input } from '@mantine/core'
import { lazy, type ReactNode, Suspense } from 'react'

const Pickers = {
  date: lazy(() => import('./date-pickers.tsx').then((module) => ({ default: module.DatePicker }))),
  dateTime: lazy(() => import('./date-pickers.tsx').then((module) => ({ default: module.DateTimePickerInZone }))),
}

export type DateFieldProps = {
  label?: string
  description?: string
  required?: boolean
  clearable?: boolean
  disabled?: boolean
  error?: ReactNode
  placeholder?: string
  value: string | null
  onChange: (value: string | null) => void
  /** Earliest and latest day, `YYYY-MM-DD`. */
  minDate?: string
  maxDate?: string
  onBlur?: () => void
}

/** A day, `YYYY-MM-DD`. The calendar is fetched when first shown. */
export const DateField = (props: DateFieldProps) => (
  <Suspense fallback={<Waiting {...props} />}>
    <Pickers.date {...props} />
  </Suspense>
)

/** An instant, RFC 3339 in UTC, shown and chosen in the member's zone. */
export const DateTimeField = (props: DateFieldProps) => (
  <Suspense fallback={<Waiting {...props} />}>
    <Pickers.dateTime {...props} />
  </Suspense>
)

const Waiting = ({ label, required }: DateFieldProps) => (
  <Input.Wrapper label={label} required={required ?? false}>
    <Input disabled />
  </Input.Wrapper>
)
