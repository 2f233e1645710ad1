import type { ReactNode } from 'react'

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
