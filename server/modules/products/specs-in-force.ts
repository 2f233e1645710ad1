import { sql } from 'kysely'
import type { SpecAttribute } from '#contract/product-parts.ts'
import type { Db, Tx } from '#kernel/db.ts'

/** One line of a sheet; `value` as it was written: "7", "12", "IP68", "true". */
export type Attribute = SpecAttribute
export type SpecInForce = { version: number; effectiveFrom: Date; attributes: Attribute[] }

/** The sheet that holds at that moment, for each product that has one. */
export async function specsInForce(
  db: Db | Tx,
  workspaceId: string,
  productIds: readonly string[],
  at: Date,
): Promise<Map<string, SpecInForce>> {
  if (productIds.length === 0) return new Map()
  const { rows } = await sql<
    SpecInForce & { productId: string }
  >`select distinct on (product_id) product_id, spec_version as version, effective_from, attributes
    from product_spec
    where workspace_id = ${workspaceId} and product_id = any (${[...new Set(productIds)]}::uuid[])
      and state <> 'draft' and effective_from <= ${at}
    order by product_id, effective_from desc, spec_version desc`.execute(db)
  return new Map(rows.map(({ productId, ...spec }) => [productId, spec]))
}
