/** Reads what a shop wrote without believing its shape: what is not there, or of another type, is null. */

const isObject = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null

export function get(value: unknown, ...path: readonly (string | number)[]): unknown {
  return path.reduce<unknown>((at, step) => (isObject(at) ? at[String(step)] : undefined), value)
}

/** Text, or a number as text; trimmed; empty is null. */
export function text(value: unknown, ...path: readonly (string | number)[]): string | null {
  const found = get(value, ...path)
  if (typeof found === 'number' && Number.isFinite(found)) return String(found)
  const words = typeof found === 'string' ? found.trim().replaceAll('\0', '') : ''
  return words === '' ? null : words
}

export const list = (value: unknown, ...path: readonly (string | number)[]): unknown[] => {
  const found = get(value, ...path)
  return Array.isArray(found) ? found : []
}

/** Whole number, also when it is written as text ("3", "3.000000"). */
export function integer(value: unknown, ...path: readonly (string | number)[]): number | null {
  const found = text(value, ...path)
  const number = found === null ? Number.NaN : Number(found)
  return Number.isSafeInteger(number) ? number : null
}

/**
 * "19.9", "19.899999" or 19.9 as cents, from the written digits: no binary fraction comes between, half a cent is rounded away
 * from zero. Null for what is not an amount.
 */
export function cents(value: unknown, ...path: readonly (string | number)[]): number | null {
  const match = text(value, ...path)?.match(/^(-?)(\d{1,13})(?:\.(\d+))?$/)
  if (!match) return null
  const [, sign, whole = '0', fraction = ''] = match
  const up = (fraction.charAt(2) || '0') >= '5' ? 1 : 0
  const amount = Number(whole) * 100 + Number(`${fraction}00`.slice(0, 2)) + up
  return sign === '-' && amount !== 0 ? -amount : amount
}

/** RFC 3339; a time without a zone is taken as UTC. */
export function instant(value: unknown, ...path: readonly (string | number)[]): Date | null {
  const found = text(value, ...path)
  if (found === null) return null
  const hasZone = /(z|[+-]\d\d:?\d\d)$/i.test(found)
  const at = new Date(hasZone ? found : `${found.replace(' ', 'T')}Z`)
  return Number.isNaN(at.getTime()) ? null : at
}
