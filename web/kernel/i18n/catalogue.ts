import { IntlMessageFormat } from 'intl-messageformat'

/** Words, or a message as the build has read it (`scripts/vite-words.ts`); outside the build every message is still words. */
type Message = ConstructorParameters<typeof IntlMessageFormat>[0]

export const locales = ['es', 'en'] as const
export type Locale = (typeof locales)[number]
export type Values = Record<string, string | number | boolean | Date | null | undefined>
export type Translate = {
  (key: string, values?: Values): string
  /** Whether the catalogue has the key: for words that depend on data, such as `problems.<code>`. */
  has: (key: string) => boolean
}

type Files = Record<string, unknown>
const sources: Record<Locale, { core: () => Promise<{ default: Files }>; rest: () => Promise<{ default: Files }> }> = {
  es: { core: () => import('./core-es.ts'), rest: () => import('./rest-es.ts') },
  en: { core: () => import('./core-en.ts'), rest: () => import('./rest-en.ts') },
}

/** One language's words: the core is there; the rest is fetched once, with the first word that needs it or when asked. */
export type Catalogue = { locale: Locale; nouns: Map<string, unknown>; rest: () => Promise<void>; complete: boolean }

const loaded = new Map<Locale, Promise<Catalogue>>()
export function loadCatalogue(locale: Locale): Promise<Catalogue> {
  const known = loaded.get(locale)
  if (known) return known
  const loading = load(locale)
  loaded.set(locale, loading)
  loading.catch(() => loaded.delete(locale))
  return loading
}

async function load(locale: Locale): Promise<Catalogue> {
  const nouns = new Map<string, unknown>()
  add(nouns, (await sources[locale].core()).default)
  let rest: Promise<void> | undefined
  const fetchRest = async () => {
    add(nouns, (await sources[locale].rest()).default)
    catalogue.complete = true
  }
  const catalogue: Catalogue = {
    ...{ locale, nouns, complete: false },
    rest: () => {
      rest ??= fetchRest().catch((error: unknown) => {
        rest = undefined
        throw error
      })
      return rest
    },
  }
  return catalogue
}

const add = (nouns: Map<string, unknown>, files: Files) => {
  for (const [path, words] of Object.entries(files)) nouns.set(path.slice(path.lastIndexOf('/') + 1, -5), words)
}

/**
 * `t('contacts.list.title', { n })`. While rendering, a word that has not arrived yet suspends; a word that does not
 * exist throws in development and tests, and shows its key in production.
 */
export function translator(catalogue: Catalogue): Translate {
  const formats = new Map<string, IntlMessageFormat>()
  const translate = (key: string, values?: Values) => {
    const message = find(catalogue, key)
    if (message === undefined) return missing(catalogue, key)
    if (typeof message === 'string' && !message.includes('{') && !message.includes("'")) return message
    let format = formats.get(key)
    if (!format) formats.set(key, (format = new IntlMessageFormat(message, catalogue.locale)))
    return String(format.format(values))
  }
  return Object.assign(translate, { has: (key: string) => find(catalogue, key) !== undefined })
}

function find({ nouns }: Catalogue, key: string): Message | undefined {
  const [noun, ...path] = key.split('.')
  let node = nouns.get(noun!)
  for (const step of path) {
    if (typeof node !== 'object' || node === null) return undefined
    node = (node as Record<string, unknown>)[step]
  }
  return typeof node === 'string' || Array.isArray(node) ? (node as Message) : undefined
}

function missing(catalogue: Catalogue, key: string): string {
  if (!catalogue.complete && !catalogue.nouns.has(key.split('.')[0]!)) throw catalogue.rest()
  if (import.meta.env.DEV) throw new Error(`Missing words: locales/${catalogue.locale}: ${key}`)
  return key
}
