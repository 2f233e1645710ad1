import { createContext, type ReactNode, useContext, useEffect, useMemo, useState } from 'react'
import { type Catalogue, type Locale, loadCatalogue, locales, type Translate, translator } from './i18n/catalogue.ts'
import { createFormat, type Format } from './i18n/format.ts'
import { whenQuiet } from './when-quiet.ts'

export type { Locale, Translate } from './i18n/catalogue.ts'
export type { Format, Money } from './i18n/format.ts'

export type Region = { timeZone: string; currency: string }
type I18n = {
  t: Translate
  format: Format
  locale: Locale
  setLocale: (locale: Locale) => void
  setRegion: (region: Region) => void
}
const Context = createContext<I18n | null>(null)
const storageKey = 'tandem.locale'

/** The language to start with: chosen before, else the browser's, else Spanish. */
export function firstLocale(): Locale {
  const wanted = [localStorage.getItem(storageKey), ...navigator.languages.map((tag) => tag.slice(0, 2))]
  return wanted.find((tag): tag is Locale => locales.includes(tag as Locale)) ?? 'es'
}

/** Holds the active language and zone. `initial` is loaded before the first render, so nothing flashes. */
export function I18nProvider({ initial, children }: { initial: Catalogue; children: ReactNode }) {
  const [catalogue, setCatalogue] = useState(initial)
  const [region, setRegion] = useState<Region>({
    timeZone: Intl.DateTimeFormat().resolvedOptions().timeZone,
    currency: 'EUR',
  })
  const { locale } = catalogue

  useEffect(() => {
    document.documentElement.lang = locale
    // Words outside rendering (toasts) cannot wait, so all of them are fetched once the first screen stands.
    return whenQuiet(() => void catalogue.rest())
  }, [catalogue, locale])

  const value = useMemo<I18n>(
    () => ({
      t: translator(catalogue),
      format: createFormat(locale, region.timeZone, region.currency),
      locale,
      setRegion,
      setLocale: (next) => {
        localStorage.setItem(storageKey, next)
        if (next !== locale) void loadCatalogue(next).then(setCatalogue)
      },
    }),
    [catalogue, locale, region],
  )
  return <Context value={value}>{children}</Context>
}

/** Words of the active language: `t('contacts.list.title', { n: 3 })`. */
export const useT = (): Translate => useI18n().t
/** Dates, numbers, money and durations in the member's locale and zone. */
export const useFormat = (): Format => useI18n().format
export const useLocale = () => {
  const { locale, setLocale } = useI18n()
  return { locale, setLocale, locales }
}
export const useSetRegion = () => useI18n().setRegion

function useI18n(): I18n {
  const value = useContext(Context)
  if (!value) throw new Error('I18nProvider is missing')
  return value
}
