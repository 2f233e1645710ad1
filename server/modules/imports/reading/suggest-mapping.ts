import type { ColumnDetection, ColumnType, ReadableAs } from './detect-column.ts'
import { type ImportField, type ImportKind, importFields, normalizeName } from './fields.ts'
import type { ValueType } from './parse-value.ts'

export type MappingReason = 'name' | 'similar_name' | 'values' | 'unknown_column' | 'empty_column'
/** `field` is a field of the kind, `customFields.<slug>`, or null for a column best left out. */
export type MappingSuggestion = { column: string; field: string | null; confidence: number; why: MappingReason }

type Candidate = { column: number; field: string; confidence: number; why: MappingReason }

const LEAST_CONFIDENCE = 0.5
const UNKNOWN_COLUMN = 0.3
/** Below a column of this very name, before one of a similar name. */
const NAMED = 0.97
/** What share of its values must be good for a column to be what it is called, exactly or similarly. */
const SOME = 0.1
const MOST = 0.5

/** How well values of a detected type suit a field; pairs not named do not suit (0.3). Text and ids take anything. */
const SUITS: Partial<Record<ValueType, Partial<Record<ColumnType, number>>>> = {
  // A column that says it holds addresses does, though many of them are no good.
  email: { email: 1, text: 0.6 },
  phone: { phone: 1, number: 0.9, text: 0.7 },
  date: { date: 1, datetime: 1 },
  datetime: { date: 1, datetime: 1 },
  number: { number: 1, money: 1 },
  integer: { number: 1 },
  money: { number: 1, money: 1 },
  boolean: { boolean: 1, number: 0.6, text: 0.6 },
  domain: { url: 1, text: 0.7, email: 0.6 },
  url: { url: 1, text: 0.7 },
}

/** A code, but of a place: taken for the id of a person it would make one of all who live there. */
const POSTAL_CODE = /\b(?:cp|zip|(?:codigo|cod) postal|post(?:al)? ?code)\b/

const READ_AS: Partial<Record<ValueType, ReadableAs>> = {
  ...{ email: 'email', phone: 'phone', boolean: 'boolean', url: 'url', domain: 'url' },
  ...{ date: 'date', datetime: 'date', number: 'number', integer: 'number', money: 'number' },
}

/**
 * One suggestion per column, in their order; no field twice. Names count most (Spanish and English, without accents or
 * capitals, small misspellings allowed), values then confirm or deny, and alone suffice for e-mails and phones. A column
 * of exactly the field's name is denied only when hardly any value fits: then the rows of the others are to be rejected,
 * rather than all of them lose the field.
 */
export function suggestMapping(
  kind: ImportKind,
  columns: readonly { name: string; detection: ColumnDetection }[],
): MappingSuggestion[] {
  const candidates = columns.flatMap((column, index) => candidatesOf(kind, column, index))
  candidates.sort((a, b) => b.confidence - a.confidence || a.column - b.column)
  const chosen = new Map<number, Candidate>()
  const taken = new Set<string>()
  for (const candidate of candidates) {
    if (chosen.has(candidate.column) || taken.has(candidate.field)) continue
    chosen.set(candidate.column, candidate)
    taken.add(candidate.field)
  }
  return columns.map(({ name, detection }, index) => {
    const found = chosen.get(index)
    if (found) return { column: name, field: found.field, confidence: round(found.confidence), why: found.why }
    if (detection.type === 'empty') return { column: name, field: null, confidence: 1, why: 'empty_column' }
    return { column: name, field: customField(name, index, taken), confidence: UNKNOWN_COLUMN, why: 'unknown_column' }
  })
}

/** 'Tamaño del pedido' → 'tamano_del_pedido'; at most 60 characters, beginning with a letter. */
export function slugOf(name: string): string {
  const plain = name.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase()
  const slug = plain
    .replace(/[^a-z0-9]+/g, '_')
    .replace(/^_+|_+$/g, '')
    .slice(0, 60)
  return /^[a-z]/.test(slug) ? slug : slug === '' ? '' : `c_${slug}`.slice(0, 60)
}

function candidatesOf(
  kind: ImportKind,
  column: { name: string; detection: ColumnDetection },
  index: number,
): Candidate[] {
  const name = normalizeName(column.name)
  const { type, confidence: purity } = column.detection
  const candidates: Candidate[] = []
  for (const [field, definition] of Object.entries(importFields[kind])) {
    const likeness = Math.max(...definition.names.map((known) => likenessOf(name, known)))
    if (definition.type === 'id' && POSTAL_CODE.test(name)) continue
    const byName = likeness * suitability(definition, column.detection, likeness >= 0.98)
    // The first name of a field is its plainest: of two columns that both fit exactly it decides.
    const rank = definition.names.indexOf(name)
    if (byName >= LEAST_CONFIDENCE) {
      const confidence = byName - (rank > 0 ? Math.min(rank, 20) / 1000 : 0)
      candidates.push({ column: index, field, confidence, why: likeness === 1 ? 'name' : 'similar_name' })
    }
    const isTelling =
      (definition.type === 'email' && type === 'email') || (definition.type === 'phone' && type === 'phone')
    if (isTelling && !field.startsWith('owner')) {
      candidates.push({ column: index, field, confidence: 0.55 * purity, why: 'values' })
    }
  }
  return candidates
}

function suitability({ type: wanted }: ImportField, { type, readable }: ColumnDetection, isNamed: boolean): number {
  if (type === 'empty') return 0.9
  if (wanted === 'text' || wanted === 'id' || wanted === 'list')
    return type === 'email' ? 0.4 : type === 'boolean' ? 0.6 : 1
  const readAs = READ_AS[wanted]
  const share = readAs ? readable[readAs] : 0
  if (share >= MOST) return 1
  return Math.max(SUITS[wanted]?.[type] ?? 0.3, isNamed && share >= SOME ? NAMED : 0)
}

function likenessOf(name: string, known: string): number {
  if (name === known) return 1
  if (name.replaceAll(' ', '') === known.replaceAll(' ', '')) return 0.98
  const words = name.split(' ')
  const knownWords = known.split(' ')
  if (words.length === knownWords.length && words.every((word) => knownWords.includes(word))) return 0.95
  if (known.length >= 4) {
    const similar = 1 - editDistance(name, known) / Math.max(name.length, known.length)
    if (similar >= 0.8) return similar * 0.95
  }
  // A known name among other words: 'Teléfono de la oficina' is a phone, 'account owner' is not quite an account.
  if (known.length >= 3 && words.length <= 4 && knownWords.every((word) => words.includes(word))) {
    return 0.4 + 0.45 * (known.length / name.length)
  }
  return 0
}

/** Damerau's optimal string alignment: insertions, deletions, substitutions and swapped neighbours. */
function editDistance(a: string, b: string): number {
  if (Math.abs(a.length - b.length) > 4) return Math.max(a.length, b.length)
  let before: number[] = []
  let previous = Array.from({ length: b.length + 1 }, (_, index) => index)
  for (let i = 1; i <= a.length; i++) {
    const current = [i]
    for (let j = 1; j <= b.length; j++) {
      const same = a[i - 1] === b[j - 1] ? 0 : 1
      let cost = Math.min((previous[j] ?? 0) + 1, (current[j - 1] ?? 0) + 1, (previous[j - 1] ?? 0) + same)
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1])
        cost = Math.min(cost, (before[j - 2] ?? 0) + 1)
      current.push(cost)
    }
    before = previous
    previous = current
  }
  return previous[b.length] ?? 0
}

function customField(name: string, index: number, taken: Set<string>): string {
  const slug = slugOf(name) || `column_${index + 1}`
  let field = `customFields.${slug}`
  for (let count = 2; taken.has(field); count++) field = `customFields.${slug}_${count}`
  taken.add(field)
  return field
}

function round(value: number): number {
  return Math.round(value * 100) / 100
}
