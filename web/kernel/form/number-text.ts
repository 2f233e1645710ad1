/** Most decimals a number may be written with. */
export const mostDecimals = 10

/** The number as its reader writes it: "1.299,9" in Spanish, "1,299.9" in English. */
export const writeNumber = (value: number, locale: string, leastDecimals = 0): string =>
  new Intl.NumberFormat(locale, {
    useGrouping: 'always' as unknown as boolean,
    minimumFractionDigits: leastDecimals,
    maximumFractionDigits: mostDecimals,
  }).format(value)

const currency = '[A-Z]{0,3}\\p{Sc}|[A-Z]{3}|%'
const framed = new RegExp(`^([-−]?)\\s*(?:${currency})?\\s*(-?)(\\d[\\d.,\\s]*?)\\s*(?:${currency})?$`, 'u')

/**
 * Reads what somebody typed or pasted, also with a currency or percent sign. Of "." and "," the one that the language
 * uses for decimals always means decimals; the other groups thousands where three digits follow it, and is taken for a
 * decimal sign where it stands once and one or two do. Empty text is null; undefined: this is no number.
 */
export function readNumber(text: string, locale: string): number | null | undefined {
  if (text.trim() === '') return null
  const [, before, inner, body] = framed.exec(text.trim()) ?? []
  if (body === undefined || (before && inner)) return undefined
  const plain = plainOf(body, decimalSign(locale))
  return plain === undefined ? undefined : Number(`${before || inner ? '-' : ''}${plain}`)
}

/** "1.299,90" with the decimal sign "," → "1299.90"; undefined where the signs stand as no number has them. */
function plainOf(body: string, decimal: '.' | ','): string | undefined {
  const other = decimal === ',' ? '.' : ','
  const [whole = '', fraction, ...more] = body.split(decimal)
  if (more.length > 0 || (fraction !== undefined && !/^\d*$/.test(fraction))) return undefined
  if (/^\d+$/.test(whole)) return fraction ? `${whole}.${fraction}` : whole
  const groups = whole.split(/[.,\s]/)
  const isGrouped =
    /^[1-9]\d{0,2}$/.test(groups[0]!) &&
    groups.slice(1).every((group) => /^\d{3}$/.test(group)) &&
    new Set(whole.replace(/\d/g, '')).size === 1
  if (isGrouped) return fraction ? `${groups.join('')}.${fraction}` : groups.join('')
  const [units, hundredths = '', ...rest] = whole.split(other)
  const isDecimal = fraction === undefined && rest.length === 0 && /^\d+$/.test(units!) && /^\d{1,2}$/.test(hundredths)
  return isDecimal ? `${units}.${hundredths}` : undefined
}

const decimalSign = (locale: string) =>
  new Intl.NumberFormat(locale).formatToParts(1.5).some(({ type, value }) => type === 'decimal' && value === ',')
    ? ','
    : '.'

/** How many decimals a number has. */
export const decimalsOf = (value: number): number =>
  value.toFixed(mostDecimals).replace(/0+$/, '').split('.')[1]?.length ?? 0
