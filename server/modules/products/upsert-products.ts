import { sql } from 'kysely'
import type { Tx } from '#kernel/db.ts'
import { type Actor, type EventRecord, recordMany } from '#kernel/events.ts'
import { newId } from '#kernel/id.ts'
import { Problem } from '#kernel/problem.ts'
import { searchText } from '#kernel/text.ts'
import { skuKey } from './facts.ts'
import { resolveFamilies } from './families.ts'
import { productFacts } from './product-facts.ts'
import { setPricesNow } from './set-prices.ts'

export type ProductInput = {
  /** Says which product is meant, without regard to capitals; at most 100 characters. */
  sku: string
  /** Missing for a new product: it is called like its SKU. */
  name?: string | null
  description?: string | null
  /** By name; made when there is none. */
  family?: string | null
  unit?: string | null
  url?: string | null
  ownerId?: string | null
  state?: 'active' | 'discontinued' | null
  tags?: readonly string[]
  customFields?: Readonly<Record<string, string | number | boolean>>
  /** From now on, of the default list or the one named. */
  price?: { amountCents: number; currency: string; listKey?: string } | null
  /** true: given values replace existing ones; false: only what is empty is filled. */
  overwrite: boolean
}
export type UpsertedProduct = { productId: string; created: boolean; changed: boolean }

const plainFields = ['name', 'description', 'familyId', 'unit', 'url', 'ownerId'] as const
type Row = {
  id: string
  sku: string
  skuKey: string
  name: string
  description: string
  familyId: string | null
  unit: string | null
  url: string | null
  ownerId: string | null
  state: string
  tags: string[]
  customFields: Record<string, unknown>
}
type Group = { row: Row; before: Row | null }
const mostTags = 50
const mostCustomFields = 200

/**
 * Puts products into the database by their SKUs, thousands in a constant number of statements; answers in the order given.
 * Rows of one batch with the same SKU are one product. Products in the bin stay there: a SKU of theirs makes a new one.
 * Throws `conflict` when another transaction made the same product at the same time: try again.
 */
export async function upsertProducts(
  tx: Tx,
  actor: Actor,
  at: Date,
  products: readonly ProductInput[],
): Promise<UpsertedProduct[]> {
  if (products.length === 0) return []
  const families = await resolveFamilies(
    tx,
    actor,
    at,
    products.flatMap(({ family }) => family || []),
  )
  const stored = await lock(
    tx,
    actor.workspaceId,
    products.map(({ sku }) => skuKey(sku)),
  )
  const groups = new Map<string, Group>()
  const groupOf = products.map((product) => {
    const key = skuKey(product.sku)
    let group = groups.get(key)
    if (!group) {
      const before = stored.get(key) ?? null
      group = { before, row: before ? { ...before, customFields: { ...before.customFields } } : blank(product) }
      groups.set(key, group)
    }
    apply(group.row, product, product.family ? (families.get(product.family) ?? null) : null)
    return group
  })
  const changed = await write(tx, actor, at, [...groups.values()])
  const prices = products.flatMap(({ price }, index) =>
    price ? [{ ...price, productId: groupOf[index]!.row.id }] : [],
  )
  const repriced = await setPricesNow(tx, actor, at, prices)
  const seen = new Set<Group>()
  return groupOf.map((group) => {
    const created = !group.before && !seen.has(group)
    seen.add(group)
    const { id } = group.row
    return { productId: id, created, changed: created || changed.has(group) || repriced.has(id) }
  })
}

async function lock(tx: Tx, workspaceId: string, keys: readonly string[]): Promise<Map<string, Row>> {
  const { rows } =
    await sql<Row>`select id, sku, sku_key, name, description, family_id, unit, url, owner_id, state, tags, custom_fields
    from product where workspace_id = ${workspaceId} and sku_key = any (${[...new Set(keys)]}::text[]) and deleted_at is null
    order by id for no key update`.execute(tx)
  return new Map(rows.map((row) => [row.skuKey, row]))
}

const blank = ({ sku }: ProductInput): Row => ({
  ...{ id: newId(), sku: sku.trim(), skuKey: skuKey(sku), name: '', description: '', familyId: null, unit: null },
  ...{ url: null, ownerId: null, state: 'active', tags: [], customFields: {} },
})

function apply(row: Row, product: ProductInput, familyId: string | null) {
  const { overwrite } = product
  const given: Record<string, unknown> = { ...product, familyId }
  const fields: Record<string, unknown> = row
  for (const field of plainFields) {
    const value = given[field]
    if (value === undefined || value === null || value === '') continue
    if (overwrite || fields[field] === null || fields[field] === '') fields[field] = value
  }
  if (row.name === '') row.name = row.sku
  if (product.state && overwrite) row.state = product.state
  row.tags = [...new Set([...row.tags, ...(product.tags ?? [])])].slice(0, mostTags)
  for (const [key, value] of Object.entries(product.customFields ?? {})) {
    if (!overwrite && row.customFields[key] !== undefined) continue
    if (key in row.customFields || Object.keys(row.customFields).length < mostCustomFields)
      row.customFields[key] = value
  }
}

const columns =
  sql.raw(`id uuid, sku text, "skuKey" text, name text, description text, "familyId" uuid, unit text, url text, "ownerId" uuid,
  state text, tags text[], "customFields" jsonb, search text`)

async function write(tx: Tx, actor: Actor, at: Date, groups: readonly Group[]): Promise<Set<Group>> {
  const { workspaceId } = actor
  const created = groups.filter(({ before }) => !before)
  const changed = groups.filter(({ row, before }) => before && JSON.stringify(before) !== JSON.stringify(row))
  const asJson = (some: readonly Group[]) =>
    JSON.stringify(some.map(({ row }) => ({ ...row, search: searchText(row.name, row.sku) })))
  if (created.length > 0) {
    const { numAffectedRows } =
      await sql`insert into product (workspace_id, id, sku, sku_key, name, description, family_id, unit, url, owner_id,
        state, discontinued_at, tags, custom_fields, search, created_at, updated_at)
      select ${workspaceId}::uuid, r.id, r.sku, r."skuKey", r.name, r.description, r."familyId", r.unit, r.url, r."ownerId", r.state,
        case when r.state = 'discontinued' then ${at}::timestamptz end, r.tags, r."customFields", r.search, ${at}::timestamptz, ${at}::timestamptz
      from json_to_recordset(${asJson(created)}::json) as r (${columns})
      on conflict do nothing`.execute(tx)
    if (Number(numAffectedRows) !== created.length) throw new Problem('conflict')
  }
  if (changed.length > 0) {
    await sql`update product p set name = r.name, description = r.description, family_id = r."familyId", unit = r.unit, url = r.url,
        owner_id = r."ownerId", state = r.state, tags = r.tags, custom_fields = r."customFields", search = r.search, version = p.version + 1,
        discontinued_at = case when r.state = 'discontinued' then coalesce(p.discontinued_at, ${at}::timestamptz) end, updated_at = ${at}
      from json_to_recordset(${asJson(changed)}::json) as r (${columns})
      where p.workspace_id = ${workspaceId} and p.id = r.id`.execute(tx)
  }
  await recordMany(tx, actor, at, [...created, ...changed].flatMap(eventsOf))
  return new Set([...created, ...changed])
}

const reported = [...plainFields, 'tags', 'customFields'] as const

function eventsOf({ row, before }: Group): EventRecord[] {
  const facts = productFacts(row)
  const subjects = [row.id]
  if (!before) return [{ name: 'product.created', data: facts, subjects }]
  const changes = Object.fromEntries(
    reported
      .filter((field) => JSON.stringify(before[field]) !== JSON.stringify(row[field]))
      .map((field) => [field, [before[field], row[field]]]),
  )
  const events: EventRecord[] = []
  if (Object.keys(changes).length > 0) events.push({ name: 'product.updated', data: { ...facts, changes }, subjects })
  if (before.state === 'active' && row.state === 'discontinued')
    events.push({ name: 'product.discontinued', data: { ...facts, replacedById: null }, subjects })
  if (before.state === 'discontinued' && row.state === 'active')
    events.push({ name: 'product.reactivated', data: facts, subjects })
  return events
}
