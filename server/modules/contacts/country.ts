import { getCountries } from 'libphonenumber-js/max'
import { foldText } from '#kernel/text.ts'

/** As people write them, beside the names in Spanish and English. */
const alsoCalled: Record<string, string> = {
  uk: 'GB',
  'great britain': 'GB',
  'gran bretana': 'GB',
  inglaterra: 'GB',
  england: 'GB',
  escocia: 'GB',
  scotland: 'GB',
  usa: 'US',
  eeuu: 'US',
  'ee uu': 'US',
  'united states of america': 'US',
  'estados unidos de america': 'US',
  holland: 'NL',
  holanda: 'NL',
}
const words = (text: string) =>
  foldText(text)
    .replace(/[^a-z]+/g, ' ')
    .trim()

let known: Map<string, string> | null = null

/** ISO 3166 alpha-2 of a country by its code or its name in Spanish or English, however it is spelt; undefined when it is none. */
export function countryCodeOf(text: string | null | undefined): string | undefined {
  if (!text) return undefined
  known ??= readNames()
  return known.get(words(text))
}

function readNames() {
  const names = ['es', 'en'].map((locale) => new Intl.DisplayNames([locale], { type: 'region' }))
  const byName = getCountries().flatMap((code) => [
    [words(code), code] as const,
    ...names.map((name) => [words(name.of(code) ?? code), code] as const),
  ])
  return new Map<string, string>([...byName, ...Object.entries(alsoCalled)])
}
