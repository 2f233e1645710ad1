import { informationKinds } from '#contract/information.ts'
import { type Locale, locales, translate } from '#kernel/i18n.ts'
import { foldText } from '#kernel/text.ts'
import type { Kind } from '../values.ts'

export const yesNo = (flag: boolean, locale: Locale) => translate(locale, `information.export.${flag ? 'yes' : 'no'}`)

const yes = new Set(['si', 'yes', 'true', '1', 'x', 'y', 's'])
const no = new Set(['no', 'false', '0', 'n', ''])

/** Null: neither yes nor no in any language. */
export function readYesNo(text: string): boolean | null {
  const word = foldText(text)
  return yes.has(word) ? true : no.has(word) ? false : null
}

/** Null: no kind of value in any language. */
export function readKind(text: string): Kind | null {
  const word = foldText(text)
  return (
    informationKinds.find(
      (kind) =>
        word === kind || locales.some((locale) => word === foldText(translate(locale, `information.kinds.${kind}`))),
    ) ?? null
  )
}
