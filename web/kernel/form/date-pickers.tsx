import '@mantine/dates/styles.layer.css'
import 'dayjs/locale/es'
import { DatePickerInput, DatesProvider, DateTimePicker } from '@mantine/dates'
import { useFormat } from '../i18n.tsx'
import type { DateFieldProps } from './date-field-props.ts'
import { instantOf, wallTimeOf } from './zone.ts'

export function DatePicker({ value, onChange, ...props }: DateFieldProps) {
  const { locale } = useFormat()
  return (
    <DatesProvider settings={{ locale, firstDayOfWeek: 1 }}>
      <DatePickerInput {...props} value={value} onChange={onChange} valueFormat="D MMM YYYY" />
    </DatesProvider>
  )
}

export function DateTimePickerInZone({ value, onChange, ...props }: DateFieldProps) {
  const { locale, timeZone } = useFormat()
  return (
    <DatesProvider settings={{ locale, firstDayOfWeek: 1 }}>
      <DateTimePicker
        {...props}
        value={value && wallTimeOf(value, timeZone)}
        onChange={(wall) => onChange(wall && instantOf(wall, timeZone))}
        valueFormat="D MMM YYYY HH:mm"
      />
    </DatesProvider>
  )
}
