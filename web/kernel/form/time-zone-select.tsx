import { Select } from '@mantine/core'
import type { ReactNode } from 'react'

type Props = {
  label: string
  description?: string
  required?: boolean
  value: string
  onChange: (value: string) => void
  error?: ReactNode
}

/** IANA zones by name, searchable by city: 'Europe/Madrid'. */
export function TimeZoneSelect({ value, onChange, ...props }: Props) {
  const zones = Intl.supportedValuesOf('timeZone')
  const all = zones.includes(value) ? zones : [value, ...zones]
  return (
    <Select
      {...props}
      searchable
      allowDeselect={false}
      limit={80}
      data={all.map((zone) => ({ value: zone, label: zone.replaceAll('_', ' ') }))}
      value={value}
      onChange={(zone) => zone && onChange(zone)}
    />
  )
}
