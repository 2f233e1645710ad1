import type { informationKinds } from '#contract/information.ts'
import { invalid, Problem } from '#kernel/problem.ts'

export type GivenValue = string | number | null
const webAddress = /^https?:\/\/[^\s/?#]+[^\s]*$/i

/** What kind of value somebody means who does not say. */
export type Kind = (typeof informationKinds)[number]
export const kindOf = (value: GivenValue | undefined): Kind =>
  typeof value === 'number' ? 'number' : typeof value === 'string' && isWebAddress(value.trim()) ? 'link' : 'text'

/** The value as it is kept. Throws 400 on a number that is none and a link that is no http(s) address, 422 on a document's. */
export function storedValue(kind: Kind, given: GivenValue, pointer = '/value'): string | null {
  const text = typeof given === 'string' ? given.trim() : given
  if (text === null || text === '') return null
  if (kind === 'document') throw new Problem('unprocessable', {}, [{ pointer, rule: 'value_of_document' }])
  if (kind === 'number') {
    const number = Number(text)
    if (!Number.isFinite(number)) throw invalid(pointer, 'number')
    return String(number)
  }
  if (kind === 'link' && !isWebAddress(String(text))) throw invalid(pointer, 'web_address')
  return String(text)
}

export const readValue = (kind: Kind, stored: string | null): GivenValue =>
  kind === 'number' && stored !== null ? Number(stored) : stored

const isWebAddress = (text: string) => text.length <= 2000 && webAddress.test(text) && URL.canParse(text)
