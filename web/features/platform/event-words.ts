import type { Format, Translate } from '../../kernel/i18n.tsx'
import { eventValues } from '../../kernel/record/event-words.ts'

/** An event in a sentence: `timeline.<event>`, filled with what it carries. */
export function eventWords(t: Translate, format: Format, name: string, data: Record<string, unknown>): string {
  const noun = name.split('.')[0]!
  return t(`timeline.${name}`, eventValues(data, { t, format, noun: plurals[noun] ?? `${noun}s` }))
}

/** Nouns of events whose fields have their words under another plural. */
const plurals: Record<string, string> = { company: 'companies', asset: 'claims', information: 'information' }
