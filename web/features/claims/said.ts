import type { Format } from '../../kernel/i18n.tsx'

/** A value with its unit as people read it: "12,5 h", "1.299 €"; a dash where there is none. */
export function said(format: Format, value: string | null, unit: string | null): string {
  if (value === null) return '–'
  const isNumber = /^-?\d+([.,]\d+)?$/.test(value)
  if (isNumber && unit && /^[A-Z]{3}$/.test(unit))
    return format.money({ amountCents: Math.round(Number(value.replace(',', '.')) * 100), currency: unit })
  const words = isNumber ? format.number(Number(value.replace(',', '.')), { maximumFractionDigits: 6 }) : value
  return unit ? `${words} ${unit}` : words
}

export const severityColor = { critical: 'red', major: 'amber', minor: 'gray' } as const
export const assetColor = { draft: 'gray', live: 'green', retired: 'gray' } as const
/** What any act on claims and texts may change. */
export const touched = ['/assets', '/claims', '/claim-proposals', '/reports/consistency', '/impacts']
