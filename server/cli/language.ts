/** A sentence in both languages. The command line has its own: it must speak before anything else can be loaded. */
export type Words = { es: string; en: string }

/** The language of the terminal: LC_ALL, LC_MESSAGES or LANG, in the order that POSIX gives them. */
export function language(): 'es' | 'en' {
  const { LC_ALL, LC_MESSAGES, LANG } = process.env
  return /^es\b|^es_/i.test(LC_ALL || LC_MESSAGES || LANG || '') ? 'es' : 'en'
}

export const say = (words: Words): string => words[language()]
