import type { UnknownToken } from '#contract/assets.ts'
import type { Db, Tx } from '#kernel/db.ts'
import { type Locale, translate } from '#kernel/i18n.ts'
import { findBySku, findProducts, pricesInForce, specsInForce } from '#modules/products/public.ts'
import { availableNow } from '#modules/stock/public.ts'
import { placeOf, replaceTokens, type Token, tokensIn } from './rules/tokens.ts'

/** The text as it reads at that moment, and the tokens that print nothing, as written. */
export async function renderTokens(
  db: Db | Tx,
  workspaceId: string,
  text: string,
  at: Date,
  locale: Locale,
): Promise<{ text: string; unknown: string[] }> {
  const printed = await printTokens(db, workspaceId, text, at, locale)
  return { text: printed.text, unknown: printed.unknown.map((one) => one.token) }
}

/** The same, telling where each unknown token stands. A constant number of look-ups. */
export async function printTokens(
  db: Db | Tx,
  workspaceId: string,
  text: string,
  at: Date,
  locale: Locale,
): Promise<{ text: string; unknown: UnknownToken[] }> {
  const tokens = tokensIn(text)
  if (tokens.length === 0) return { text, unknown: [] }
  const print = await printer(db, workspaceId, tokens, at, locale)
  const unknown = tokens
    .filter((token) => print(token) === null)
    .map(({ token, position, sku }) => ({ token, position, ...placeOf(text, position), sku }))
  return { text: replaceTokens(text, print), unknown }
}

async function printer(db: Db | Tx, workspaceId: string, tokens: readonly Token[], at: Date, locale: Locale) {
  const ids = await findBySku(
    db,
    workspaceId,
    tokens.flatMap(({ sku }) => sku ?? []),
  )
  const idsFor = (test: (key: string) => boolean) =>
    tokens.flatMap(({ sku, key }) => (key && test(key) ? (ids.get(sku ?? '') ?? []) : []))
  const reserved = ['name', 'sku', 'price', 'stock']
  const [products, specs, prices, stock] = [
    await findProducts(
      db,
      workspaceId,
      idsFor((key) => key === 'name' || key === 'sku'),
    ),
    await specsInForce(
      db,
      workspaceId,
      idsFor((key) => !reserved.includes(key)),
      at,
    ),
    await pricesInForce(
      db,
      workspaceId,
      idsFor((key) => key === 'price'),
      at,
    ),
    await availableNow(
      db,
      workspaceId,
      idsFor((key) => key === 'stock'),
    ),
  ]
  const number = new Intl.NumberFormat(locale, { maximumFractionDigits: 20, useGrouping: true })
  return ({ sku, key }: Token): string | null => {
    const id = ids.get(sku ?? '')
    if (!id || !key) return null
    if (key === 'name' || key === 'sku') return products.get(id)?.[key] ?? null
    if (key === 'price') {
      const price = prices.get(id)
      if (!price) return null
      const format = new Intl.NumberFormat(locale, { style: 'currency', currency: price.currency })
      return format.format(price.amountCents / 100)
    }
    if (key === 'stock') {
      const available = stock.get(id)?.available
      return available === undefined ? null : number.format(Math.max(0, available))
    }
    const attribute = specs.get(id)?.attributes.find((one) => one.key === key)
    return attribute ? valueWords(attribute, number, locale) : null
  }
}

function valueWords(
  { value, unit }: { value: string; unit: string | null },
  number: Intl.NumberFormat,
  locale: Locale,
) {
  if (value === 'true' || value === 'false') return translate(locale, `claims.values.${value}`)
  const words = /^-?\d+([.,]\d+)?$/.test(value) ? number.format(Number(value.replace(',', '.'))) : value
  return unit ? `${words} ${unit}` : words
}
