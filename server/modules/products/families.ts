import { sql } from 'kysely'
import type { FamilyAttribute, ProductFamily, productsRoutes } from '#contract/products.ts'
import { type Db, isUniqueViolation, type Tx } from '#kernel/db.ts'
import { type Actor, record } from '#kernel/events.ts'
import { type Ctx, type Handlers, requireVersion } from '#kernel/http.ts'
import { newId } from '#kernel/id.ts'
import { type FieldError, Problem } from '#kernel/problem.ts'
import { foldText } from '#kernel/text.ts'

type Routes = Handlers<typeof productsRoutes>
type Given = Parameters<Routes['PATCH /product-families/:id']>[1]['body']

const selectFamilies = (workspaceId: string, id?: string) =>
  sql<ProductFamily>`select f.id, f.name, f.attributes, f.version,
      (select count(*) from product p where p.workspace_id = ${workspaceId} and p.family_id = f.id and p.deleted_at is null) as product_count
    from product_family f
    where f.workspace_id = ${workspaceId} and f.deleted_at is null ${id === undefined ? sql`` : sql`and f.id = ${id}`}
    order by f.name_key, f.id`

export const listFamilies = async ({ db, actor }: Ctx) => ({
  items: (await selectFamilies(actor.workspaceId).execute(db)).rows,
  next: null,
})

/** Throws 404. */
export async function readFamily(db: Db | Tx, workspaceId: string, id: string): Promise<ProductFamily> {
  const { rows } = await selectFamilies(workspaceId, id).execute(db)
  if (!rows[0]) throw new Problem('not_found')
  return rows[0]
}

export const createFamily = (
  ctx: Ctx,
  { name, attributes = [] }: Parameters<Routes['POST /product-families']>[1]['body'],
): Promise<ProductFamily> =>
  named(() =>
    ctx.transact(async (tx) => {
      assertDefinition(attributes)
      const id = newId()
      const at = ctx.clock.now()
      const { workspaceId } = ctx.actor
      const clean = nameOf(name)
      await sql`insert into product_family (workspace_id, id, name, name_key, attributes, created_at, updated_at)
        values (${workspaceId}, ${id}, ${clean}, ${foldText(clean)}, ${JSON.stringify(attributes)}::jsonb, ${at}, ${at})`.execute(
        tx,
      )
      await record(tx, ctx.actor, at, 'product_family.saved', { familyId: id, name: clean }, [id])
      return readFamily(tx, workspaceId, id)
    }),
  )

export const updateFamily = (ctx: Ctx, id: string, { name, attributes }: Given): Promise<ProductFamily> =>
  named(() =>
    ctx.transact(async (tx) => {
      const { workspaceId } = ctx.actor
      const at = ctx.clock.now()
      const old = await lockFamily(tx, workspaceId, id)
      requireVersion(ctx, old.version)
      if (attributes) assertDefinition(attributes)
      const clean = name === undefined ? old.name : nameOf(name)
      await sql`update product_family set name = ${clean}, name_key = ${foldText(clean)}, version = version + 1, updated_at = ${at},
          attributes = ${JSON.stringify(attributes ?? old.attributes)}::jsonb
        where workspace_id = ${workspaceId} and id = ${id}`.execute(tx)
      await record(tx, ctx.actor, at, 'product_family.saved', { familyId: id, name: clean }, [id])
      return readFamily(tx, workspaceId, id)
    }),
  )

export const deleteFamily = (ctx: Ctx, id: string): Promise<void> =>
  ctx.transact(async (tx) => {
    const { workspaceId } = ctx.actor
    const at = ctx.clock.now()
    const old = await lockFamily(tx, workspaceId, id)
    requireVersion(ctx, old.version)
    await sql`update product_family set deleted_at = ${at}, updated_at = ${at}, version = version + 1
      where workspace_id = ${workspaceId} and id = ${id}`.execute(tx)
    await sql`update product set family_id = null, version = version + 1, updated_at = ${at}
      where workspace_id = ${workspaceId} and family_id = ${id}`.execute(tx)
    await record(tx, ctx.actor, at, 'product_family.deleted', { familyId: id, name: old.name }, [id])
  })

/** Families by name, without regard to capitals and accents; those that do not exist are made. Answers name as given → id. */
export async function resolveFamilies(
  tx: Tx,
  actor: Actor,
  at: Date,
  names: readonly string[],
): Promise<Map<string, string>> {
  const { workspaceId } = actor
  const wanted = new Map(names.flatMap((name) => (name.trim() === '' ? [] : [[foldText(name), name.trim()] as const])))
  if (wanted.size === 0) return new Map()
  const keys = [...wanted.keys()].sort()
  const find = () =>
    sql<{ id: string; nameKey: string }>`select id, name_key from product_family
    where workspace_id = ${workspaceId} and name_key = any (${keys}::text[]) and deleted_at is null`.execute(tx)
  let found = new Map((await find()).rows.map((row) => [row.nameKey, row.id]))
  const missing = keys.filter((key) => !found.has(key))
  if (missing.length > 0) {
    await sql`insert into product_family (workspace_id, id, name, name_key, created_at, updated_at)
      select ${workspaceId}::uuid, id, left(name, 120), name_key, ${at}, ${at}
      from unnest(${missing.map(() => newId())}::uuid[], ${missing.map((key) => wanted.get(key)!)}::text[], ${missing}::text[]) as f (id, name, name_key)
      on conflict do nothing`.execute(tx)
    found = new Map((await find()).rows.map((row) => [row.nameKey, row.id]))
  }
  return new Map(
    names.flatMap((name) => {
      const id = found.get(foldText(name))
      return id === undefined ? [] : [[name, id] as const]
    }),
  )
}

async function lockFamily(tx: Tx, workspaceId: string, id: string) {
  const { rows } = await sql<{
    name: string
    attributes: FamilyAttribute[]
    version: number
  }>`select name, attributes, version
    from product_family where workspace_id = ${workspaceId} and id = ${id} and deleted_at is null for update`.execute(
    tx,
  )
  if (!rows[0]) throw new Problem('not_found')
  return rows[0]
}

/** Each key once, choices for a select and only there. */
function assertDefinition(attributes: readonly FamilyAttribute[]) {
  const errors: FieldError[] = []
  const seen = new Set<string>()
  for (const [index, { key, type, options }] of attributes.entries()) {
    if (seen.has(key)) errors.push({ pointer: `/attributes/${index}/key`, rule: 'duplicate_key' })
    seen.add(key)
    if (type === 'select' && !options?.length)
      errors.push({ pointer: `/attributes/${index}/options`, rule: 'required' })
    if (options && new Set(options).size < options.length)
      errors.push({ pointer: `/attributes/${index}/options`, rule: 'duplicate_value' })
  }
  if (errors.length > 0) throw new Problem('unprocessable', {}, errors)
}

function nameOf(given: string): string {
  const name = given.trim().replace(/\s+/g, ' ')
  if (name === '') throw new Problem('unprocessable', {}, [{ pointer: '/name', rule: 'required' }])
  return name
}

async function named<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (error) {
    if (isUniqueViolation(error)) throw new Problem('name_taken')
    throw error
  }
}
