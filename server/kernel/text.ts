/** Lower-case, without accents, single spaces: the form in which names are compared and searched. */
export const foldText = (text: string): string =>
  (isAscii.test(text) ? text : text.normalize('NFD').replace(/\p{Mn}/gu, '')).toLowerCase().replace(/\s+/g, ' ').trim()
const isAscii = /^[\x20-\x7e]*$/

/** Words of a record for trigram search, bounded. */
export const searchText = (...parts: (string | null | undefined)[]): string =>
  foldText(parts.filter((part) => part).join(' ')).slice(0, 1000)
