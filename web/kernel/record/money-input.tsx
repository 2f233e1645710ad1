import { NumberInput, type NumberInputProps } from '@mantine/core'
import { type Money, useFormat } from '../i18n.tsx'

type Props = Omit<NumberInputProps, 'value' | 'onChange'> & {
  value: Money | null
  onChange: (value: Money | null) => void
  /** ISO 4217; the workspace's by default. */
  currency?: string
}

/** An amount typed in units and kept in cents. */
export function MoneyInput({ value, onChange, currency, ...props }: Props) {
  const format = useFormat()
  const unit = value?.currency ?? currency ?? format.currency
  const parts = new Intl.NumberFormat(format.locale, { style: 'currency', currency: unit }).formatToParts(12345.6)
  const part = (type: string, fallback: string) => parts.find((one) => one.type === type)?.value ?? fallback
  return (
    <NumberInput
      {...props}
      hideControls
      decimalScale={2}
      thousandSeparator={part('group', format.locale === 'es' ? '.' : ',')}
      decimalSeparator={part('decimal', '.')}
      allowedDecimalSeparators={['.', ',']}
      rightSection={<span className="td-muted">{part('currency', unit)}</span>}
      value={value ? value.amountCents / 100 : ''}
      onChange={(amount) =>
        onChange(amount === '' ? null : { amountCents: Math.round(Number(amount) * 100), currency: unit })
      }
    />
  )
}
