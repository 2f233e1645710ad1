import type { Diff } from '#contract/impacts.ts'
import type { Format, Translate } from '../../kernel/i18n.tsx'

export const severityColor = { critical: 'red', major: 'amber', minor: 'gray' } as const
export const itemColor = { open: 'red', mended: 'green', unaffected: 'gray' } as const

/** "Batería: de 7 días a 5 días". The label of a sheet is as its author wrote it; the others are ours. */
export function diffWords(t: Translate, format: Format, { key, label, before, after }: Diff): string {
  const side = (value: string | null) =>
    value !== null && /^\d{4}-\d\d-\d\d$/.test(value) ? format.date(value) : (value ?? '–')
  const name = label !== '' ? label : t.has(`impacts.diff.${key}`) ? t(`impacts.diff.${key}`) : key
  return t('impacts.diffLine', { name, before: side(before), after: side(after) })
}

export function becauseWords(t: Translate, eventName: string): string {
  const key = `impacts.because.${eventName.replace('.', '_')}`
  return t(t.has(key) ? key : 'impacts.because.other')
}
