import { type Money as Amount, useFormat } from '../i18n.tsx'

/** An amount with its currency, in figures of equal width. */
export function Money({ value }: { value: Amount | null | undefined }) {
  return <span className="td-num">{useFormat().money(value)}</span>
}
