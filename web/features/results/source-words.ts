import type { Translate } from '../../kernel/i18n.tsx'

/** The usual sources by name; what people wrote themselves stays as they wrote it. */
export function sourceWords(t: Translate, source: string | null): string {
  if (!source) return t('results.sources.none')
  const key = `results.sources.words.${source}`
  return /^\w+$/.test(source) && t.has(key) ? t(key) : source
}
