import { SimpleGrid } from '@mantine/core'
import type { SalesTerms } from '#contract/agreement-parts.ts'
import { AlertFields, TermNumber } from './term-inputs.tsx'

type Props = { value: SalesTerms; onChange: (value: SalesTerms) => void }
const hour = 60

/** What sales owes every lead, and which share of them. */
export function SalesFields({ value, onChange }: Props) {
  const set = (field: keyof SalesTerms) => (next: number) => onChange({ ...value, [field]: next })
  const number = (
    field: Exclude<keyof SalesTerms, 'alert'>,
    more: { unit?: number; suffix?: string; min?: number; max?: number },
  ) => <TermNumber field={field} value={value[field]} onChange={set(field)} {...more} />
  return (
    <>
      <SimpleGrid cols={{ base: 1, xs: 2 }} spacing="sm">
        {number('acceptBusinessMinutes', { unit: hour, suffix: ' h', min: 0.25 })}
        {number('firstTouchHandRaiseMinutes', { suffix: ' min' })}
        {number('firstTouchMinutes', { unit: hour, suffix: ' h', min: 0.25 })}
        {number('attempts', { max: 100 })}
        {number('attemptDays', { max: 365 })}
        {number('targetShare', { unit: 0.01, suffix: ' %', max: 100 })}
        {number('windowDays', { min: 7, max: 90 })}
      </SimpleGrid>
      <AlertFields value={value.alert} onChange={(alert) => onChange({ ...value, alert })} />
    </>
  )
}
