import { SimpleGrid } from '@mantine/core'
import type { MarketingTerms } from '#contract/agreement-parts.ts'
import { NumberField } from '../../kernel/form/number-field.tsx'
import { useT } from '../../kernel/i18n.tsx'

type Props = {
  field: string
  value: number
  onChange: (value: number) => void
  /** How much of what is kept one typed unit is: 60 for hours kept in minutes, 0.01 for percent kept as a share. */
  unit?: number
  suffix?: string
  min?: number
  max?: number
}

/** A number of the terms in the unit in which people think of it. What is not a number changes nothing. */
export function TermNumber({ field, value, onChange, unit = 1, suffix, min = 1, max }: Props) {
  const t = useT()
  const hint = `agreements.hints.${field}`
  return (
    <NumberField
      label={t(`agreements.terms.${field}`)}
      {...(t.has(hint) && { description: t(hint) })}
      required
      decimals={unit === 1 ? 0 : 2}
      min={min}
      {...(max !== undefined && { max })}
      {...(suffix && { suffix })}
      value={Math.round((value / unit) * 100) / 100}
      onChange={(next) => {
        if (typeof next !== 'number') return
        const kept = next * unit
        onChange(unit >= 1 ? Math.round(kept) : Math.round(kept * 10_000) / 10_000)
      }}
    />
  )
}

type Alert = MarketingTerms['alert']

/** When both owners are told. An empty share is never looked at. */
export function AlertFields({ value, onChange }: { value: Alert; onChange: (value: Alert) => void }) {
  const t = useT()
  const share = (field: 'attainmentBelow' | 'paceBelow') => (
    <NumberField
      label={t(`agreements.terms.alert_${field}`)}
      placeholder={t('agreements.terms.never')}
      min={0}
      max={field === 'paceBelow' ? 200 : 100}
      suffix="%"
      value={value[field] === null ? '' : Math.round((value[field] ?? 0) * 100)}
      onChange={(next) => onChange({ ...value, [field]: typeof next === 'number' ? next / 100 : null })}
    />
  )
  return (
    <fieldset className="ag-fields">
      <legend>{t('agreements.terms.alert')}</legend>
      <SimpleGrid cols={{ base: 1, xs: 2 }} spacing="sm">
        {share('attainmentBelow')}
        {share('paceBelow')}
        <TermNumber
          field="alert_businessDays"
          value={value.businessDays}
          max={60}
          onChange={(businessDays) => onChange({ ...value, businessDays })}
        />
      </SimpleGrid>
    </fieldset>
  )
}
