import { translate } from '#kernel/i18n.ts'

/** Finds things on the screen by the words people see, in the language under test. */
export const wordsOf =
  (locale: 'es' | 'en') =>
  (key: string, params: Record<string, string | number> = {}) =>
    translate(locale, key, params)
