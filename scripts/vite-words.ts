import { parse } from '@formatjs/icu-messageformat-parser'
import type { Plugin } from 'vite'

/**
 * Reads the messages of `locales` when the web is built, so that no browser downloads the parser: those with arguments become
 * what the parser makes of them, the others stay words.
 */
export const parsedWords = (): Plugin => ({
  name: 'tandem:words',
  enforce: 'pre',
  config: () => ({
    resolve: { alias: { '@formatjs/icu-messageformat-parser': '@formatjs/icu-messageformat-parser/no-parser.js' } },
  }),
  transform: {
    filter: { id: /\/locales\/(es|en)\/[\w-]+\.json$/ },
    handler: (code) => ({ code: JSON.stringify(parsed(JSON.parse(code))), map: null }),
  },
})

function parsed(words: unknown): unknown {
  if (typeof words === 'string') return /[{']/.test(words) ? parse(words) : words
  return Object.fromEntries(Object.entries(words as object).map(([key, value]) => [key, parsed(value)]))
}
