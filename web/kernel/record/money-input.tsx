import { NumberField, type NumberFieldProps } from '../form/number-field.tsx'
import { type Money, useFormat } from '../i18n.tsx'

type Props = Omit<NumberFieldProps, 'value' | 'onChange' | 'decimals' | 'leastDecimals' | 'suffix'> & {
  value: Money | null
  onChange: (value: Money | null) => void
  /** ISO 4217; the workspace's by default. */
  currency?: string
}

/** In units: what the contract lets an amount be. */
const most = 90_000_000_000

/** An amount typed in units and kept in cents. */
export function MoneyInput({ value, onChange, currency, ...props }: Props) {
  const format = useFormat()
  const unit = value?.currency ?? currency ?? format.currency
  const parts = new Intl.NumberFormat(format.locale, { style: 'currency', currency: unit }).formatToParts(0)
  return (
    <NumberField
      min={0}
      max={most}
      {...props}
      decimals={2}
      leastDecimals={value && value.amountCents % 100 !== 0 ? 2 : 0}
      suffix={parts.find(({ type }) => type === 'currency')?.value ?? unit}
      value={value && value.amountCents / 100}
      onChange={(amount) => onChange(amount === '' ? null : { amountCents: Math.round(amount * 100), currency: unit })}
    />
  )
}
