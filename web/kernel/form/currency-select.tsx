import { Select } from '@mantine/core'
import type { ReactNode } from 'react'
import { useLocale } from '../i18n.tsx'

const codes = [
  'EUR',
  'USD',
  'GBP',
  'MXN',
  'ARS',
  'CLP',
  'COP',
  'PEN',
  'UYU',
  'BRL',
  'CHF',
  'CAD',
  'AUD',
  'SEK',
  'NOK',
  'DKK',
  'PLN',
  'CZK',
  'RON',
  'HUF',
  'MAD',
  'TRY',
  'JPY',
  'CNY',
  'INR',
]
const byZone: readonly [RegExp, string][] = [
  [/^Europe\/London$/, 'GBP'],
  [/^Europe\/Zurich$/, 'CHF'],
  [/^Europe\/|^Atlantic\/(Canary|Madeira|Azores)$|^Africa\/Ceuta$/, 'EUR'],
  [/^America\/(Mexico|Monterrey|Tijuana|Cancun|Merida|Hermosillo)/, 'MXN'],
  [/^America\/(Argentina|Buenos)/, 'ARS'],
  [/^America\/Santiago$/, 'CLP'],
  [/^America\/Bogota$/, 'COP'],
  [/^America\/Lima$/, 'PEN'],
  [/^America\/Montevideo$/, 'UYU'],
  [/^America\/(Sao_Paulo|Bahia|Fortaleza|Recife|Manaus)$/, 'BRL'],
  [/^America\//, 'USD'],
]

/** The currency that a company in that zone most likely keeps its books in. */
export const currencyOf = (timeZone: string): string => byZone.find(([zone]) => zone.test(timeZone))?.[1] ?? 'EUR'

type Props = {
  label: string
  description?: string
  required?: boolean
  value: string
  onChange: (value: string) => void
  error?: ReactNode
}

export function CurrencySelect({ value, onChange, ...props }: Props) {
  const { locale } = useLocale()
  const names = new Intl.DisplayNames([locale], { type: 'currency' })
  const all = codes.includes(value) ? codes : [value, ...codes]
  return (
    <Select
      {...props}
      searchable
      allowDeselect={false}
      data={all.map((code) => ({ value: code, label: `${code} · ${names.of(code) ?? code}` }))}
      value={value}
      onChange={(code) => code && onChange(code)}
    />
  )
}
