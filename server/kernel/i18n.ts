import { readdirSync, readFileSync } from 'node:fs'
import { IntlMessageFormat } from 'intl-messageformat'

export type Locale = 'es' | 'en'
export const locales: readonly Locale[] = ['es', 'en']

type Tree = { [key: string]: string | Tree }
const folder = new URL('../../locales/', import.meta.url)
const catalogues: Record<Locale, ReadonlyMap<string, string>> = { es: load('es'), en: load('en') }
const compiled = new Map<string, IntlMessageFormat>()

/** ICU message `<noun>.<screen>.<thing>` in that language. Throws on an unknown key: a missing word is a defect. */
export function translate(locale: Locale, key: string, params: Record<string, string | number | Date> = {}): string {
  const message = catalogues[locale].get(key)
  if (message === undefined) throw new Error(`no message ${key} in ${locale}`)
  const cacheKey = `${locale} ${key}`
  let format = compiled.get(cacheKey)
  if (!format) compiled.set(cacheKey, (format = new IntlMessageFormat(message, locale, undefined, { ignoreTag: true })))
  return String(format.format(params))
}

export const hasMessage = (locale: Locale, key: string): boolean => catalogues[locale].has(key)
export const asLocale = (text: string | null | undefined, fallback: Locale = 'es'): Locale =>
  text === 'es' || text === 'en' ? text : fallback

/** Best of our languages for an Accept-Language header. */
export function negotiateLocale(header: string | undefined, fallback: Locale): Locale {
  for (const part of (header ?? '').split(',').slice(0, 20)) {
    const language = part.trim().slice(0, 2).toLowerCase()
    if (language === 'es' || language === 'en') return language
  }
  return fallback
}

function load(locale: Locale): ReadonlyMap<string, string> {
  const messages = new Map<string, string>()
  const walk = (prefix: string, node: string | Tree) => {
    if (typeof node === 'string') messages.set(prefix, node)
    else for (const [key, child] of Object.entries(node)) walk(`${prefix}.${key}`, child)
  }
  for (const name of readdirSync(new URL(`${locale}/`, folder))) {
    if (name.endsWith('.json'))
      walk(name.slice(0, -5), JSON.parse(readFileSync(new URL(`${locale}/${name}`, folder), 'utf8')) as Tree)
  }
  return messages
}
