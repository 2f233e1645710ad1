import { type RawBuilder, sql } from 'kysely'
import type { Static } from 'typebox'
import type { FlatRecord } from '#contract/kit.ts'
import type { Product, ProductRecord, productStates } from '#contract/products.ts'
import type { Db, Tx } from '#kernel/db.ts'
import { Problem } from '#kernel/problem.ts'
import { lowestPrices } from './prices-in-force.ts'

export type ProductRow = {
  id: string
  sku: string
  name: string
  description: string
  state: (typeof productStates)[number]
  discontinuedAt: Date | null
  replacedById: string | null
  familyId: string | null
  family: string | null
  unit: string | null
  url: string | null
  ownerId: string | null
  imageId: string | null
  priceList: string | null
  priceCents: number | null
  priceCurrency: string | null
  priceFrom: Date | null
  onHand: number | null
  reserved: number | null
  specVersion: number | null
  tags: string[]
  customFields: Static<typeof FlatRecord>
  version: number
  createdAt: Date
}

/** Products as they are answered; the caller's `where` stands on `p`. Price and sheet are those in force at `at`. */
export const selectProducts = (workspaceId: string, at: Date, where: RawBuilder<unknown>) =>
  sql<ProductRow>`select p.id, p.sku, p.name, p.description, p.state, p.discontinued_at, p.replaced_by_id, p.family_id, f.name as family, p.unit, p.url,
      p.owner_id, i.file_id as image_id, r.list_key as price_list, r.amount_cents as price_cents, r.currency as price_currency, r.from_at as price_from,
      s.on_hand, s.reserved, v.spec_version, p.tags, p.custom_fields, p.version, p.created_at
    from product p
    left join product_family f on f.workspace_id = p.workspace_id and f.workspace_id = ${workspaceId} and f.id = p.family_id
    left join stock s on s.workspace_id = p.workspace_id and s.workspace_id = ${workspaceId} and s.product_id = p.id
    left join lateral (select x.list_key, x.amount_cents, x.currency, x.from_at from price x
      join price_list l on l.workspace_id = x.workspace_id and l.workspace_id = ${workspaceId} and l.key = x.list_key and l.is_default
      where x.workspace_id = ${workspaceId} and x.product_id = p.id and x.from_at <= ${at} and (x.until_at is null or x.until_at > ${at})
      order by x.until_at is not null desc, x.from_at desc limit 1) r on true
    left join lateral (select x.spec_version from product_spec x
      where x.workspace_id = ${workspaceId} and x.product_id = p.id and x.state <> 'draft' and x.effective_from <= ${at}
      order by x.effective_from desc, x.spec_version desc limit 1) v on true
    left join lateral (select x.file_id from product_file x
      where x.workspace_id = ${workspaceId} and x.product_id = p.id and x.kind = 'image' order by x.position, x.file_id limit 1) i on true
    where p.workspace_id = ${workspaceId} and ${where}`

export function toProduct(row: ProductRow): Product {
  const { id, sku, name, description, state, familyId, family, unit, url, ownerId, specVersion, tags, version } = row
  const { imageId, priceList, priceCents, priceCurrency, priceFrom, onHand, reserved } = row
  return {
    ...{ id, sku, name, description, state, familyId, family, unit, url, ownerId, specVersion, tags, version },
    imageUrl: imageId === null ? null : `/api/v1/products/${id}/files/${imageId}`,
    price:
      priceList === null || priceCents === null || priceCurrency === null || priceFrom === null
        ? null
        : { listKey: priceList, amountCents: priceCents, currency: priceCurrency, from: priceFrom.toISOString() },
    stock: onHand === null ? null : { onHand, reserved: reserved ?? 0 },
    createdAt: row.createdAt.toISOString(),
  }
}

/** Throws 404 on a product that is not there, deleted, or another workspace's. */
export async function readProduct(db: Db | Tx, workspaceId: string, id: string, at: Date): Promise<ProductRecord> {
  const { rows } = await selectProducts(workspaceId, at, sql`p.id = ${id} and p.deleted_at is null`).execute(db)
  const row = rows[0]
  if (!row) throw new Problem('not_found')
  const [replaced, drafts, lowest] = await Promise.all([
    row.replacedById === null
      ? null
      : sql<{ id: string; sku: string; name: string }>`select id, sku, name from product
          where workspace_id = ${workspaceId} and id = ${row.replacedById} and deleted_at is null`.execute(db),
    // One that a later sheet has overtaken cannot be published any more.
    sql<{ version: number }>`select spec_version as version from product_spec
      where workspace_id = ${workspaceId} and product_id = ${id} and state = 'draft' and discarded_at is null
        and spec_version > coalesce((select max(spec_version) from product_spec
          where workspace_id = ${workspaceId} and product_id = ${id} and state <> 'draft'), 0)
      order by spec_version desc limit 1`.execute(db),
    lowestPrices(db, workspaceId, [id], at),
  ])
  return {
    ...toProduct(row),
    customFields: row.customFields,
    discontinuedAt: row.discontinuedAt?.toISOString() ?? null,
    replacedBy: replaced?.rows[0] ?? null,
    draftVersion: drafts.rows[0]?.version ?? null,
    lowestPrice30Days: lowest.get(id) ?? null,
  }
}

export type LockedProduct = {
  id: string
  sku: string
  skuKey: string
  name: string
  description: string
  familyId: string | null
  state: (typeof productStates)[number]
  unit: string | null
  url: string | null
  ownerId: string | null
  tags: string[]
  customFields: Static<typeof FlatRecord>
  version: number
}

/** Locked until the transaction ends, so that changes of one product follow one another. Throws 404. */
export async function lockProduct(tx: Tx, workspaceId: string, id: string): Promise<LockedProduct> {
  const { rows } =
    await sql<LockedProduct>`select id, sku, sku_key, name, description, family_id, state, unit, url, owner_id, tags,
      custom_fields, version
    from product where workspace_id = ${workspaceId} and id = ${id} and deleted_at is null for no key update`.execute(
      tx,
    )
  if (!rows[0]) throw new Problem('not_found')
  return rows[0]
}

/** Throws 404 when the product is not there. */
export async function requireProduct(db: Db | Tx, workspaceId: string, id: string): Promise<void> {
  const { rows } =
    await sql`select 1 from product where workspace_id = ${workspaceId} and id = ${id} and deleted_at is null`.execute(
      db,
    )
  if (rows.length === 0) throw new Problem('not_found')
}
