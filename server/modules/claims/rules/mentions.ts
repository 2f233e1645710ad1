import { foldSame } from './numbers.ts'
import type { Span } from './quantities.ts'

export type Named = { sku: string; name: string }
export type Mention<P extends Named> = Span & { product: P }

/** Every place where a product is called by its SKU or its name, longer names first, so that "Buds Pro" is not "Buds". */
export function mentionsIn<P extends Named>(text: string, products: readonly P[]): Mention<P>[] {
  const folded = foldSpaces(text)
  const names = products
    .flatMap((product) => [product.sku, product.name].map((name) => ({ name: foldSpaces(name.trim()), product })))
    .filter(({ name }) => name.length >= 2)
    .sort((a, b) => b.name.length - a.name.length)
  const mentions: Mention<P>[] = []
  for (const { name, product } of names) {
    for (let start = folded.indexOf(name); start !== -1; start = folded.indexOf(name, start + 1)) {
      const end = start + name.length
      const isWhole = !isWordPart(folded[start - 1]) && !isWordPart(folded[end])
      if (isWhole && !mentions.some((one) => overlap(one, { start, end }))) mentions.push({ start, end, product })
    }
  }
  return mentions.sort((a, b) => a.start - b.start)
}

export const overlap = (a: Span, b: Span): boolean => a.start < b.end && b.start < a.end

const foldSpaces = (text: string) => foldSame(text).replace(/\s/g, ' ')
const isWordPart = (char: string | undefined) => char !== undefined && /[\p{L}\d]/u.test(char)

/** In the same sentence the closest; else the last one named before; else the first one after. */
export function nearest<P extends Named>(mentions: readonly Mention<P>[], sentence: Span, span: Span): P {
  const distance = (one: Span) => (one.end <= span.start ? span.start - one.end : one.start - span.end)
  const within = mentions.filter((one) => one.start >= sentence.start && one.end <= sentence.end)
  const closest = within.toSorted((a, b) => distance(a) - distance(b))[0]
  return (closest ?? mentions.findLast((one) => one.end <= span.start) ?? mentions[0]!).product
}
