import type { Db, Tx } from '#kernel/db.ts'
import { Problem } from '#kernel/problem.ts'
import { findProducts, type ProductFact } from '#modules/products/public.ts'

/** Throws 404 when the product is not there. */
export async function requireProduct(db: Db | Tx, workspaceId: string, productId: string): Promise<ProductFact> {
  const product = (await findProducts(db, workspaceId, [productId])).get(productId)
  if (!product) throw new Problem('not_found')
  return product
}
