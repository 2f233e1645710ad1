import type { Translate } from '../../kernel/i18n.tsx'

/** The usual sources by name, however they are cased; what people wrote themselves stays as they wrote it, without underscores. */
export function sourceWords(t: Translate, source: string | null): string {
  if (!source) return t('results.sources.none')
  const key = `results.sources.words.${source.toLowerCase()}`
  return /^\w+$/.test(source) && t.has(key) ? t(key) : source.replaceAll('_', ' ')
}
