import type { FamilyAttribute, Product } from '#contract/products.ts'

export const productStates = ['active', 'discontinued'] as const satisfies readonly Product['state'][]
export const severities = ['critical', 'major', 'minor'] as const satisfies readonly FamilyAttribute['severity'][]
export const attributeTypes = [
  'text',
  'number',
  'boolean',
  'select',
] as const satisfies readonly FamilyAttribute['type'][]

/** A key from words: `Duración de la batería` → `duracion_de_la_bateria`. */
export function attributeKey(label: string, index: number): string {
  const plain = label
    .normalize('NFD')
    .replace(/\p{Mn}/gu, '')
    .toLowerCase()
  const key = plain
    .replace(/[^a-z0-9]+/g, '_')
    .replace(/^[^a-z]+|_+$/g, '')
    .slice(0, 50)
  return key || `attribute_${index + 1}`
}

/** People know attributes by their names: two of one name are one too many. */
export const isNamedTwice = (label: string, lines: readonly { label: string }[]): boolean =>
  lines.filter((one) => plain(one.label) === plain(label)).length > 1
const plain = (label: string) => label.trim().toLowerCase()
