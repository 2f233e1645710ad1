import { type Locale, translate } from '#kernel/i18n.ts'
import type { Found } from '../rules/signatures.ts'
import type { Facts } from './facts.ts'

/** What a check found. `word` names the sentence `campaigns.checks.<check>.<word>`; `detail.items` is the list to work off. */
export type Finding = {
  state: 'pass' | 'warn' | 'block'
  word: string
  params?: Record<string, string | number>
  fixUrl: string
  detail: Record<string, unknown>
  /** What blocks: each thing, by a name that no language changes, and how much of it. Who overrides, overrides these. */
  found?: Found
}
/** One thing to mend, said in the reader's language. */
export type Item = { text: string; fixUrl: string }
export type Judge = (facts: Facts, locale: Locale) => Finding

export const roomUrl = ({ campaign }: Facts, part: string) => `/campaigns/${campaign.id}?part=${part}`
export const foundOf = (names: readonly string[]): Found => Object.fromEntries(names.map((name) => [name, 1]))

const mostNamed = 5
const namedOfMany = 3

/** All names where they are few; of many, the first and how many more there are. */
export const listed = (locale: Locale, names: readonly string[]): string =>
  new Intl.ListFormat(locale, { type: 'conjunction' }).format(
    names.length > mostNamed
      ? [
          ...names.slice(0, namedOfMany),
          translate(locale, 'campaigns.checks.more', { count: names.length - namedOfMany }),
        ]
      : names,
  )
