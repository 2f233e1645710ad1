export type Token = { token: string; position: number; sku: string | null; key: string | null }

const anyToken = /\{\{([^{}]*)\}\}/g
const ofProduct = /^\s*product\.(.+)\.([A-Za-z][A-Za-z0-9_-]*)\s*$/

/** Everything in double braces, in order. `{{product.SKU.key}}`: the SKU may hold points, the key may not. */
export const tokensIn = (text: string): Token[] =>
  [...text.matchAll(anyToken)].map((match) => {
    const [, sku, key] = ofProduct.exec(match[1] ?? '') ?? []
    return { token: match[0], position: match.index, sku: sku?.trim() ?? null, key: key ?? null }
  })

/** The text with every token for which `print` knows the words replaced by them; the others stay as they are. */
export const replaceTokens = (text: string, print: (token: Token) => string | null): string =>
  tokensIn(text).reduceRight((whole, token) => {
    const words = print(token)
    return words === null
      ? whole
      : whole.slice(0, token.position) + words + whole.slice(token.position + token.token.length)
  }, text)

/** Line and column, both from 1. */
export function placeOf(text: string, position: number): { line: number; column: number } {
  const before = text.slice(0, position).split('\n')
  return { line: before.length, column: before.at(-1)!.length + 1 }
}
