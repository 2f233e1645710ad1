import type { Words } from '../language.ts'

/** What a check found. `mend` says how to put it right, and only a finding that is not fine has one. */
export type Finding = { says: Words; mend?: Words }

export function fine(es: string, en: string): Finding {
  return { says: { es, en } }
}

export function wrong(says: Words, mend: Words): Finding {
  return { says, mend }
}

export function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message || String('code' in error ? error.code : error.name) : String(error)
}
