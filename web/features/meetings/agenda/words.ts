import type { AgendaItem } from '#contract/meetings-parts.ts'
import type { Translate } from '../../../kernel/i18n.tsx'

/** The sentence of a matter: what was typed by hand, or the words of its kind over the record's name and figures. */
export function itemWords(t: Translate, { kind, title, params, origin }: AgendaItem): string {
  const key = `meetings.agenda.kinds.${kind}`
  if (origin === 'manual' || !t.has(key)) return title
  const words = t(key, { ...params, title })
  // Some kinds say only what is the matter with the record, not which one it is.
  return origin === 'standing' || title === '' || words.includes(title) ? words : `${title}: ${words}`
}

export const severityColour = { critical: 'red', major: 'amber', minor: 'gray' } as const
