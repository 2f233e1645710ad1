import type { AgendaItem } from '#contract/meetings-parts.ts'
import type { Translate } from '../../../kernel/i18n.tsx'

/** The sentence of a matter: what was typed by hand, or the words of its kind over the record's name and figures. */
export function itemWords(t: Translate, { kind, title, params, origin }: AgendaItem): string {
  const key = `meetings.agenda.kinds.${kind}`
  return origin === 'manual' || !t.has(key) ? title : t(key, { ...params, title })
}

export const severityColour = { critical: 'red', major: 'amber', minor: 'gray' } as const
