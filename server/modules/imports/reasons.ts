import { hasMessage, type Locale, translate } from '#kernel/i18n.ts'

/** Why a row was rejected, in the reader's words. */
export function reasonOf(locale: Locale, rule: string, params: Record<string, string | number> = {}): string {
  const key = `imports.rules.${rule}`
  return translate(locale, hasMessage(locale, key) ? key : 'imports.rules.not_stored', params)
}
