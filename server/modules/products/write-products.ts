import { sql } from 'kysely'
import type { ProductRecord, productsRoutes } from '#contract/products.ts'
import { changesOf } from '#kernel/changes.ts'
import { isUniqueViolation, type Tx } from '#kernel/db.ts'
import { record } from '#kernel/events.ts'
import { type Ctx, type Handlers, requireVersion } from '#kernel/http.ts'
import { newId } from '#kernel/id.ts'
import { type FieldError, filled, invalid, Problem } from '#kernel/problem.ts'
import { searchText } from '#kernel/text.ts'
import { skuKey } from './facts.ts'
import { resolveFamilies } from './families.ts'
import { productFacts } from './product-facts.ts'
import { lockProduct, readProduct } from './select-products.ts'

type Routes = Handlers<typeof productsRoutes>
type New = Parameters<Routes['POST /products']>[1]['body']
type Changes = Parameters<Routes['PATCH /products/:id']>[1]['body']

export const createProduct = (ctx: Ctx, given: New): Promise<ProductRecord> =>
  withSku(() =>
    ctx.transact(async (tx) => {
      const { actor } = ctx
      const { workspaceId } = actor
      const at = ctx.clock.now()
      const familyId = (await familyOf(tx, ctx, at, given)) ?? null
      const sku = textOf('/sku', given.sku)
      const name = textOf('/name', given.name)
      const { description = '', unit = null, url = null, ownerId = actor.id, tags = [], customFields = {} } = given
      await requireOwner(tx, workspaceId, ownerId)
      const id = newId()
      await sql`insert into product (workspace_id, id, sku, sku_key, name, description, family_id, unit, url, owner_id, tags, custom_fields, search,
          created_at, updated_at)
        values (${workspaceId}, ${id}, ${sku}, ${skuKey(sku)}, ${name}, ${description}, ${familyId}, ${unit}, ${url}, ${ownerId},
          ${[...new Set(tags)]}::text[], ${JSON.stringify(customFields)}::jsonb, ${searchText(name, sku, given.family)}, ${at}, ${at})`.execute(
        tx,
      )
      await record(tx, actor, at, 'product.created', productFacts({ id, sku, name }), [id])
      return readProduct(tx, workspaceId, id, at)
    }),
  )

/** What stays the same makes no new version and no event. */
export const updateProduct = (ctx: Ctx, id: string, given: Changes): Promise<ProductRecord> =>
  withSku(() =>
    ctx.transact(async (tx) => {
      const { actor } = ctx
      const { workspaceId } = actor
      const at = ctx.clock.now()
      const old = await lockProduct(tx, workspaceId, id)
      requireVersion(ctx, old.version)
      const familyId = await familyOf(tx, ctx, at, given)
      const { family: _, familyId: _id, customFields, tags, sku, name, ...plain } = given
      await requireOwner(tx, workspaceId, given.ownerId)
      const after = {
        ...plain,
        ...(sku !== undefined && { sku: textOf('/sku', sku) }),
        ...(name !== undefined && { name: textOf('/name', name) }),
        ...(familyId !== undefined && { familyId }),
        ...(tags && { tags: [...new Set(tags)] }),
        ...(customFields && { customFields }),
      }
      const changes = changesOf(old, after)
      if (Object.keys(changes).length === 0) return readProduct(tx, workspaceId, id, at)
      const row = { ...old, ...after }
      await sql`update product set sku = ${row.sku}, sku_key = ${skuKey(row.sku)}, name = ${row.name}, description = ${row.description},
          family_id = ${row.familyId}, unit = ${row.unit}, url = ${row.url}, owner_id = ${row.ownerId}, tags = ${row.tags}::text[],
          custom_fields = ${JSON.stringify(row.customFields)}::jsonb, version = version + 1, updated_at = ${at}
        where workspace_id = ${workspaceId} and id = ${id}`.execute(tx)
      const product = await readProduct(tx, workspaceId, id, at)
      await sql`update product set search = ${searchText(product.name, product.sku, product.family)}
        where workspace_id = ${workspaceId} and id = ${id}`.execute(tx)
      await record(tx, actor, at, 'product.updated', { ...productFacts(product), changes }, [id])
      return product
    }),
  )

export const deleteProduct = (ctx: Ctx, id: string): Promise<void> =>
  ctx.transact(async (tx) => {
    const { actor } = ctx
    const at = ctx.clock.now()
    const old = await lockProduct(tx, actor.workspaceId, id)
    requireVersion(ctx, old.version)
    await sql`update product set deleted_at = ${at}, updated_at = ${at}, version = version + 1
      where workspace_id = ${actor.workspaceId} and id = ${id}`.execute(tx)
    await record(tx, actor, at, 'product.deleted', productFacts(old), [id])
  })

/** Brings a deleted product back; one that is there already is answered as it is. */
export const restoreProduct = (ctx: Ctx, id: string): Promise<ProductRecord> =>
  withSku(() =>
    ctx.transact(async (tx) => {
      const { actor } = ctx
      const at = ctx.clock.now()
      const { rows } = await sql<{ id: string; sku: string; name: string }>`update product
        set deleted_at = null, updated_at = ${at}, version = version + 1
        where workspace_id = ${actor.workspaceId} and id = ${id} and deleted_at is not null returning id, sku, name`.execute(
        tx,
      )
      if (rows[0]) await record(tx, actor, at, 'product.restored', productFacts(rows[0]), [id])
      return readProduct(tx, actor.workspaceId, id, at)
    }),
  )

export const discontinueProduct = (ctx: Ctx, id: string, replacedById: string | null): Promise<ProductRecord> =>
  ctx.transact(async (tx) => {
    const { actor } = ctx
    const { workspaceId } = actor
    const at = ctx.clock.now()
    const old = await lockProduct(tx, workspaceId, id)
    requireVersion(ctx, old.version)
    if (old.state === 'discontinued') throw new Problem('invalid_transition')
    if (replacedById !== null) await requireReplacement(tx, workspaceId, id, replacedById)
    await sql`update product set state = 'discontinued', discontinued_at = ${at}, replaced_by_id = ${replacedById}, version = version + 1,
        updated_at = ${at} where workspace_id = ${workspaceId} and id = ${id}`.execute(tx)
    await record(tx, actor, at, 'product.discontinued', { ...productFacts(old), replacedById }, [id])
    return readProduct(tx, workspaceId, id, at)
  })

export const reactivateProduct = (ctx: Ctx, id: string): Promise<ProductRecord> =>
  ctx.transact(async (tx) => {
    const { actor } = ctx
    const { workspaceId } = actor
    const at = ctx.clock.now()
    const old = await lockProduct(tx, workspaceId, id)
    requireVersion(ctx, old.version)
    if (old.state === 'active') throw new Problem('invalid_transition')
    await sql`update product set state = 'active', discontinued_at = null, replaced_by_id = null, version = version + 1, updated_at = ${at}
      where workspace_id = ${workspaceId} and id = ${id}`.execute(tx)
    await record(tx, actor, at, 'product.reactivated', productFacts(old), [id])
    return readProduct(tx, workspaceId, id, at)
  })

/** Undefined: not said. A family by name is made when there is none. */
async function familyOf(
  tx: Tx,
  { actor }: Ctx,
  at: Date,
  { family, familyId }: Changes,
): Promise<string | null | undefined> {
  if (family && familyId) throw invalid('/familyId', 'duplicate_value')
  if (family) return (await resolveFamilies(tx, actor, at, [family])).get(family) ?? null
  if (familyId === undefined) return family
  if (familyId === null) return null
  const { rows } = await sql`select 1 from product_family
    where workspace_id = ${actor.workspaceId} and id = ${familyId} and deleted_at is null`.execute(tx)
  if (rows.length === 0) throw unknown('/familyId')
  return familyId
}

async function requireOwner(tx: Tx, workspaceId: string, ownerId: string | null | undefined) {
  if (!ownerId) return
  const { rows } =
    await sql`select 1 from member where workspace_id = ${workspaceId} and id = ${ownerId} and removed_at is null`.execute(
      tx,
    )
  if (rows.length === 0) throw unknown('/ownerId')
}

async function requireReplacement(tx: Tx, workspaceId: string, id: string, replacedById: string) {
  const { rows } = await sql<{ state: string }>`select state from product
    where workspace_id = ${workspaceId} and id = ${replacedById} and id <> ${id} and deleted_at is null`.execute(tx)
  if (rows[0]?.state !== 'active') throw unknown('/replacedById')
}

const unknown = (pointer: string) => {
  const error: FieldError = { pointer, rule: 'unknown_record' }
  return new Problem('unprocessable', {}, [error])
}

function textOf(pointer: string, given: string): string {
  return filled(given, pointer).replace(/\s+/g, ' ')
}

async function withSku<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (error) {
    if (isUniqueViolation(error)) throw new Problem('sku_taken', {}, [{ pointer: '/sku', rule: 'sku_taken' }])
    throw error
  }
}
