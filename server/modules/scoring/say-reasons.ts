import { type Locale, translate } from '#kernel/i18n.ts'
import type { Contribution } from './rules/contributions.ts'
import { HAND_RAISE, type Label, labelFor } from './rules/model.ts'
import type { Reason } from './rules/reasons.ts'

/** A reason as it is kept: with the label its rule had at that moment. */
export type KeptReason = { code: string; params: Record<string, unknown> }

/** Reasons with the labels of their rules, to be kept and said later, whatever becomes of the model. */
export function keepReasons(reasons: readonly Reason[], contributions: readonly Contribution[]): KeptReason[] {
  const labels = new Map(contributions.map(({ rule, label }) => [rule, label]))
  const asked = reasons.some(({ code }) => code === 'hand_raise')
  return reasons.flatMap(({ code, params }): KeptReason[] => {
    if (code !== 'contribution') return [{ code, params: { ...params } }]
    // The request itself has been said already.
    if (asked && params.rule === HAND_RAISE) return []
    return [{ code, params: { ...params, label: labels.get(params.rule) ?? params.rule } }]
  })
}

/** Reasons as sentences, in a language and with the times of a zone. Words: `scoring.reasons.<code>`. */
export function sayReasons(locale: Locale, timeZone: string, reasons: readonly KeptReason[]): string[] {
  const moment = new Intl.DateTimeFormat(locale, {
    timeZone,
    day: 'numeric',
    month: 'short',
    hour: '2-digit',
    hourCycle: 'h23',
    minute: '2-digit',
  })
  const day = new Intl.DateTimeFormat(locale, { timeZone, day: 'numeric', month: 'short' })
  return reasons.map(({ code, params }) => {
    const said: Record<string, string | number> = {}
    for (const [key, value] of Object.entries(params)) {
      if (key === 'at') said.at = moment.format(new Date(String(value)))
      else if (key === 'lastAt') said.lastAt = value === '' ? '' : day.format(new Date(String(value)))
      else if (key === 'label' && isLabel(value)) said.label = labelFor({ label: value }, locale)
      else if (typeof value === 'number') said[key] = value
      else said[key] = String(value)
    }
    return translate(locale, `scoring.reasons.${code}`, said)
  })
}

function isLabel(value: unknown): value is Label {
  if (typeof value === 'string') return true
  return typeof value === 'object' && value !== null && 'es' in value && 'en' in value
}
