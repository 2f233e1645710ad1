import type { LexiconEntry } from '#contract/glossary.ts'

export type Lexicon = ReadonlyMap<string, LexiconEntry>
/** Where single words stand: titles, heads of columns, labels of facts and fields, badges, and what says so by itself. */
const places = '[data-term], h1, h2, th, dt, .mantine-Badge-label, .mantine-InputWrapper-label'
const longest = 80

/** Lower-case, without accents, single spaces: as the server compares words. */
export const folded = (text: string): string =>
  text
    .normalize('NFD')
    .replace(/\p{Mn}/gu, '')
    .toLowerCase()
    .replace(/\s+/g, ' ')
    .trim()

export const lexiconOf = (entries: readonly LexiconEntry[]): Lexicon =>
  new Map(entries.flatMap((entry) => entry.words.map((word) => [folded(word), entry])))

/**
 * Marks the elements whose whole text is a word of the glossary with `data-td-term`. The first of each word can be reached by
 * keyboard; the others would make lists with hundreds of equal badges endless to walk through.
 */
export function markWords(lexicon: Lexicon): void {
  const reached = new Set<string>()
  for (const element of document.querySelectorAll<HTMLElement>(places)) {
    const text = element.dataset.term ?? element.textContent ?? ''
    const entry = text.length <= longest && lexicon.get(folded(text))
    if (!entry) {
      unmark(element)
      continue
    }
    if (element.dataset.tdTerm !== entry.id) element.dataset.tdTerm = entry.id
    if (element.closest('a, button, [role="button"], label, [tabindex="0"]:not([data-td-reach])')) continue
    const isFirst = !reached.has(entry.id)
    reached.add(entry.id)
    if (isFirst && element.dataset.tdReach === undefined) {
      element.dataset.tdReach = ''
      element.tabIndex = 0
    } else if (!isFirst) unreach(element)
  }
}

function unmark(element: HTMLElement) {
  if (element.dataset.tdTerm === undefined) return
  delete element.dataset.tdTerm
  unreach(element)
}

function unreach(element: HTMLElement) {
  if (element.dataset.tdReach === undefined) return
  delete element.dataset.tdReach
  element.removeAttribute('tabindex')
}

/** The marked word an event is about: the one it happened on, or the only one inside a head of a column that was focused. */
export function wordAt(target: EventTarget | null, isFocus: boolean): HTMLElement | null {
  if (!(target instanceof Element)) return null
  const own = target.closest<HTMLElement>('[data-td-term]')
  if (own || !isFocus || !target.closest('th')) return own
  return target.querySelector<HTMLElement>('[data-td-term]')
}
