import { Input } from '@mantine/core'
import { lazy, Suspense } from 'react'
import type { DateFieldProps } from './date-field-props.ts'

const Pickers = {
  date: lazy(() => import('./date-pickers.tsx').then((module) => ({ default: module.DatePicker }))),
  dateTime: lazy(() => import('./date-pickers.tsx').then((module) => ({ default: module.DateTimePickerInZone }))),
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
