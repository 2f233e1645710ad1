import type { Fact } from '#contract/claims.ts'
import type { Ctx } from '#kernel/http.ts'
import { type Locale, translate } from '#kernel/i18n.ts'
import { Problem } from '#kernel/problem.ts'
import { findProducts } from '#modules/products/public.ts'
import { localeOf } from './locale-of.ts'
import { truthsAbout } from './truth.ts'

/** What can be said of a product now. Null values are left out: there is nothing to say. 404 for products that are not there. */
export async function listFacts(
  { db, actor, clock }: Ctx,
  productId: string,
): Promise<{ items: Fact[]; specVersion: number | null }> {
  const { workspaceId } = actor
  const product = (await findProducts(db, workspaceId, [productId])).get(productId)
  if (!product) throw new Problem('not_found')
  const truths = await truthsAbout(db, workspaceId, clock.now(), [
    { productId, attributeKey: 'before_price' },
    { productId, attributeKey: '*' },
  ])
  const { spec, price, lowestCents } = truths.get(productId)!
  const locale = await localeOf(db, workspaceId)
  const token = (key: string) => `{{product.${product.sku}.${key}}}`
  const money = (key: 'price' | 'before_price', cents: number | null | undefined): Fact[] =>
    cents === null || cents === undefined || !price
      ? []
      : [
          {
            ...{ key, label: priceLabel(locale, key), value: (cents / 100).toFixed(2), unit: price.currency },
            ...{ severity: 'critical' as const, token: key === 'price' ? token(key) : '' },
          },
        ]
  return {
    items: [
      ...(spec?.attributes ?? []).map(({ key, label, value, unit, severity }) => {
        return { key, label, value, unit, severity, token: token(key) }
      }),
      ...money('price', price?.amountCents),
      ...money('before_price', lowestCents),
    ],
    specVersion: spec?.version ?? null,
  }
}

const priceLabel = (locale: Locale, key: string) => translate(locale, `claims.priceKeys.${key}`)
