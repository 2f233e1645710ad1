import type { Translate } from '../../kernel/i18n.tsx'

type Flat = Record<string, string | number | boolean | null>

/** An event in a sentence, `timeline.<event>` filled with what it carries; its name where the words ask for more than that. */
export function eventWords(t: Translate, name: string, data: Record<string, unknown>): string {
  const key = [`timeline.${name}`, `timeline.${name}.title`].find((one) => t.has(one))
  if (!key) return name
  try {
    return t(key, flat(data))
  } catch {
    // The sentence was written for a screen that knows more than the ledger row: its name is still true.
    return name
  }
}

const flat = (data: Record<string, unknown>): Flat =>
  Object.fromEntries(
    Object.entries(data).filter(
      (entry): entry is [string, Flat[string]] =>
        entry[1] === null || ['string', 'number', 'boolean'].includes(typeof entry[1]),
    ),
  )
