import type { TermNumber } from '#contract/glossary.ts'
import { type Format, type Translate, useFormat, useT } from '../../kernel/i18n.tsx'
import { Link } from '../../kernel/navigation.tsx'

export function numberWords(t: Translate, format: Format, number: TermNumber): string {
  const { value, unit, currency, atLeast } = number
  const said =
    unit === 'money'
      ? format.money({ amountCents: value, currency: currency ?? 'EUR' })
      : unit === 'share'
        ? format.percent(value, 1)
        : format.number(value)
  return atLeast ? t('glossary.record.atLeast', { value: said }) : said
}

/** The number behind a word; it opens its records. */
export function LiveNumber({ number }: { number: TermNumber | null }) {
  const t = useT()
  const format = useFormat()
  if (!number) return <span className="td-muted">–</span>
  const said = <span className="td-num">{numberWords(t, format, number)}</span>
  return number.url ? <Link to={number.url}>{said}</Link> : said
}
