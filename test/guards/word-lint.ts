type Words = { has(key: string): boolean }
type Named = Readonly<Record<string, readonly string[]>>

/** Names of the contract and the rules that fields break, without their words: `problems.not_found is missing in en`. */
export const missingWords = (named: Named, catalogues: Readonly<Record<string, Words>>): string[] =>
  Object.entries(catalogues).flatMap(([locale, words]) =>
    Object.entries(named)
      .flatMap(([noun, names]) => names.map((name) => `${noun}.${name}`))
      .filter((key) => !words.has(key))
      .map((key) => `${key} is missing in ${locale}`),
  )

/** Rules that a source answers for a field: `invalid('/name', 'taken')` and `{ pointer: '/name', rule: 'taken' }`. */
export const fieldRules = (source: string): string[] =>
  [...source.matchAll(/\binvalid\([^()]*?, '([a-z_]+)'|\bpointer\b[^{}]*?\brule: '([a-z_]+)'/g)].map(
    ([, called, literal]) => (called ?? literal)!,
  )

/** Keys that a source asks the catalogue for by name and that do not exist. */
export const askedInVain = (path: string, source: string, words: Words): string[] =>
  [...source.matchAll(/(?<![\w.])(?:t|words|translate)\((?:\w+, )?'([a-z][\w-]+\.[\w.-]+)'/g)]
    .map((match) => match[1]!)
    .filter((key) => !words.has(key))
    .map((key) => `${path}: ${key}`)
