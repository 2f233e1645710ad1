import { sql } from 'kysely'
import type { Db, Tx } from '#kernel/db.ts'

export type ProductFact = {
  id: string
  sku: string
  name: string
  state: 'active' | 'discontinued'
  familyId: string | null
  ownerId: string | null
  /** Its page in the shop. */
  url: string | null
}

/** Living products by id; those deleted or of another workspace are absent. */
export async function findProducts(
  db: Db | Tx,
  workspaceId: string,
  ids: readonly string[],
): Promise<Map<string, ProductFact>> {
  if (ids.length === 0) return new Map()
  const { rows } = await sql<ProductFact>`select id, sku, name, state, family_id, owner_id, url from product
    where workspace_id = ${workspaceId} and id = any (${[...new Set(ids)]}::uuid[]) and deleted_at is null`.execute(db)
  return new Map(rows.map((row) => [row.id, row]))
}

/** The form in which SKUs are compared: shops do not agree about capitals and blanks. */
export const skuKey = (sku: string): string => sku.trim().toLowerCase()

/** Living products by SKU as it was given: sku → id; unknown ones are absent. */
export async function findBySku(
  db: Db | Tx,
  workspaceId: string,
  skus: readonly string[],
): Promise<Map<string, string>> {
  if (skus.length === 0) return new Map()
  const { rows } = await sql<{ id: string; skuKey: string }>`select id, sku_key from product
    where workspace_id = ${workspaceId} and sku_key = any (${[...new Set(skus.map(skuKey))]}::text[]) and deleted_at is null`.execute(
    db,
  )
  const ids = new Map(rows.map((row) => [row.skuKey, row.id]))
  return new Map(
    skus.flatMap((sku) => {
      const id = ids.get(skuKey(sku))
      return id === undefined ? [] : [[sku, id] as const]
    }),
  )
}
