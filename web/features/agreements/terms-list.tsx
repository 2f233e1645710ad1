import type { AgreementVersion } from '#contract/agreement-parts.ts'
import { useFormat, useT } from '../../kernel/i18n.tsx'
import { Fact, Facts } from '../../kernel/record/facts.tsx'
import { sourceWords } from '../results/source-words.ts'

/** What a version says, in words. */
export function TermsList({ title, version }: { title: string; version: AgreementVersion }) {
  const nameOf = useFieldName()
  const rows = useTermRows()(version)
  return (
    <Facts title={title}>
      {rows.map(([field, value]) => (
        <Fact key={field} label={nameOf(field)}>
          {value}
        </Fact>
      ))}
    </Facts>
  )
}

/** As people read them; jsonb keeps no order. */
const order = [
  ...['unit', 'targetCents', 'windowDays', 'minimumSample', 'otherwise_closeRate', 'otherwise_revenueCents'],
  ...[
    'acceptBusinessMinutes',
    'firstTouchHandRaiseMinutes',
    'firstTouchMinutes',
    'attempts',
    'attemptDays',
    'targetShare',
  ],
  ...['alert_attainmentBelow', 'alert_paceBelow', 'alert_businessDays'],
]

/** Every field of a version with its value as people say it. */
function useTermRows() {
  const show = useTermValue()
  return ({ marketing, sales, from }: AgreementVersion): [string, string][] => {
    const terms: Record<string, unknown> = { ...(marketing ?? sales) }
    const parts = { otherwise: marketing?.otherwise, alert: (marketing ?? sales)?.alert }
    for (const [name, part] of Object.entries(parts))
      for (const [field, value] of Object.entries(part ?? {})) terms[`${name}_${field}`] = value
    return [
      ['from', show('from', from)],
      ...order.filter((field) => field in terms).map((field): [string, string] => [field, show(field, terms[field])]),
      ...(marketing?.sources ?? []).map(({ source, closeRate, revenueCents }): [string, string] => [
        `sources.${source}`,
        show('sources', [closeRate, revenueCents]),
      ]),
    ]
  }
}

const moneyFields = new Set(['targetCents', 'otherwise_revenueCents'])
const shareFields = new Set(['targetShare', 'otherwise_closeRate', 'alert_attainmentBelow', 'alert_paceBelow'])
const minuteFields = new Set(['acceptBusinessMinutes', 'firstTouchHandRaiseMinutes', 'firstTouchMinutes'])

/** A field's value in words; fields as `alert_paceBelow`. */
export function useTermValue() {
  const t = useT()
  const format = useFormat()
  return (field: string, value: unknown): string => {
    if (value === null || value === undefined) return t('agreements.terms.never')
    if (Array.isArray(value)) {
      const [rate, cents] = value
      return [
        typeof rate === 'number' ? format.percent(rate) : t('agreements.terms.measured'),
        typeof cents === 'number' ? format.money(cents) : t('agreements.terms.measured'),
      ].join(' · ')
    }
    if (field === 'unit') return t(`agreements.units.${value}`)
    if (typeof value === 'string') return field === 'from' ? format.date(value) : value
    if (typeof value !== 'number') return String(value)
    if (moneyFields.has(field)) return format.money(value)
    if (shareFields.has(field)) return format.percent(value)
    if (minuteFields.has(field)) return format.duration(value * 60_000)
    return format.number(value)
  }
}

/** The field of a change in words: `alert.paceBelow`, `sources.fair`. */
export function useFieldName() {
  const t = useT()
  return (field: string): string => {
    if (field.startsWith('sources.')) return sourceWords(t, field.slice('sources.'.length))
    const key = `agreements.terms.${field.replace('.', '_')}`
    return t.has(key) ? t(key) : field
  }
}
