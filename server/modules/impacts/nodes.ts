import { sql } from 'kysely'
import type { NodeType } from '#contract/impacts.ts'
import type { Db, Tx } from '#kernel/db.ts'
import { isId } from '#kernel/id.ts'

export type { NodeType }
/** One thing that can change or depend on a change. An attribute's id is `<productId>/<key>`; the others have their record's. */
export type Node = { type: NodeType; id: string }
/** What a person needs to know of a node; `owner` before `department` answers for it. */
export type Described = {
  name: string
  url: string | null
  ownerId: string | null
  departmentId: string | null
  /** Who answers for it besides the owner: each is asked. */
  otherOwnerIds?: readonly string[]
}
type Describe = (db: Db | Tx, workspaceId: string, ids: readonly string[]) => Promise<Map<string, Described>>

export const keyOf = ({ type, id }: Node): string => `${type}:${id}`

const describers = new Map<NodeType, Describe>()
/** Said once for each type when modules are loaded, by the module whose records they are. The last word counts. */
export const registerNodes = (type: NodeType, describe: Describe) => void describers.set(type, describe)

/** A node of a type that somebody describes, and that nobody could describe, is gone. */
export const isGone = (node: Node, described: ReadonlyMap<string, Described>): boolean =>
  describers.has(node.type) && !described.has(keyOf(node))

/** By `keyOf`. One look-up for each type; nodes that nobody knows or that are gone are absent. */
export async function describeNodes(
  db: Db | Tx,
  workspaceId: string,
  nodes: readonly Node[],
): Promise<Map<string, Described>> {
  const found = new Map<string, Described>()
  for (const [type, own] of Map.groupBy(nodes, (node) => node.type)) {
    const ids = [...new Set(own.map((node) => node.id))]
    const described = await describers.get(type)?.(db, workspaceId, ids)
    for (const [id, one] of described ?? []) found.set(keyOf({ type, id }), one)
  }
  return found
}

/** Product, spec, price, stock and attribute are all sides of one product; its owner answers for them. */
const describeProducts: Describe = async (db, workspaceId, ids) => {
  const productOf = new Map(ids.map((id) => [id, id.split('/')[0] ?? '']))
  const { rows } = await sql<{ id: string; name: string; sku: string; ownerId: string | null }>`
    select id, name, sku, owner_id from product
    where workspace_id = ${workspaceId} and id::text = any(${[...new Set(productOf.values())]}::text[])`.execute(db)
  const products = new Map(rows.map((row) => [row.id, row]))
  return new Map(
    ids.flatMap((id) => {
      const product = products.get(productOf.get(id) ?? '')
      if (!product) return []
      const part = id.includes('/') ? ` · ${id.slice(id.indexOf('/') + 1)}` : ''
      return [
        [
          id,
          {
            name: `${product.name}${part}`,
            url: `/products/${product.id}`,
            ownerId: product.ownerId,
            departmentId: null,
          },
        ] as const,
      ]
    }),
  )
}

/** An attribute is called by the label of the newest sheet that has it. */
const describeAttributes: Describe = async (db, workspaceId, ids) => {
  const described = await describeProducts(db, workspaceId, ids)
  const productIds = [...new Set(ids.map((id) => id.split('/')[0] ?? ''))].filter(isId)
  const { rows } = await sql<{ id: string; label: string }>`select distinct on (s.product_id, a.key)
      s.product_id || '/' || a.key as id, a.label
    from product_spec s cross join lateral jsonb_to_recordset(s.attributes) as a(key text, label text)
    where s.workspace_id = ${workspaceId} and s.product_id = any(${productIds}::uuid[]) and s.state <> 'draft'
      and s.product_id || '/' || a.key = any(${ids}::text[])
    order by s.product_id, a.key, s.spec_version desc`.execute(db)
  for (const { id, label } of rows) {
    const one = described.get(id)
    if (one) described.set(id, { ...one, name: one.name.replace(/ · [^·]*$/, ` · ${label}`) })
  }
  return described
}

const describeForms: Describe = async (db, workspaceId, ids) => {
  const { rows } = await sql<{
    id: string
    name: string
    createdBy: string | null
  }>`select id, name, created_by from form
    where workspace_id = ${workspaceId} and id::text = any(${ids}::text[]) and deleted_at is null`.execute(db)
  return new Map(
    rows.map((row) => [
      row.id,
      { name: row.name, url: `/forms/${row.id}`, ownerId: row.createdBy, departmentId: null },
    ]),
  )
}

for (const type of ['product', 'price', 'stock', 'spec'] as const) describers.set(type, describeProducts)
describers.set('attribute', describeAttributes)
describers.set('form', describeForms)
