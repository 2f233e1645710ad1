import { sql } from 'kysely'
import { assetTypes } from '#contract/assets.ts'
import type { Db, Tx } from '#kernel/db.ts'
import {
  type Described,
  describeNodes,
  keyOf,
  type Node,
  type NodeType,
  registerNodes,
} from '#modules/impacts/public.ts'
import { isPriceKey } from './rules/judge.ts'

const ours: ReadonlySet<string> = new Set(assetTypes)
export const isOurs = (assetType: string): boolean => ours.has(assetType)

/** The text a claim stands in, as a node of the graph: ours are all of one type, whatever they are made for. */
export const nodeOfAsset = ({ assetType, assetId }: { assetType: string; assetId: string }): Node => ({
  // What is not a type of the graph is found by nobody, and so refused where claims are recorded.
  type: isOurs(assetType) ? 'asset' : (assetType as NodeType),
  id: assetId,
})

/** What a claim, or a token, depends on. */
export function nodeOfFact(productId: string, key: string): Node {
  if (isPriceKey(key)) return { type: 'price', id: productId }
  if (key === 'stock') return { type: 'stock', id: productId }
  if (key === 'name' || key === 'sku') return { type: 'product', id: productId }
  return { type: 'attribute', id: `${productId}/${key}` }
}

const describeAssets = async (db: Db | Tx, workspaceId: string, ids: readonly string[]) => {
  const { rows } = await sql<{
    id: string
    name: string
    ownerId: string | null
    departmentId: string | null
  }>`select id, name, owner_id, department_id from asset where workspace_id = ${workspaceId} and id::text = any(${ids}::text[])`.execute(
    db,
  )
  return new Map(rows.map(({ id, ...row }) => [id, { ...row, url: `/texts/${id}` }]))
}

/** Whoever answers for a text answers for what it states. */
const describeClaims = async (db: Db | Tx, workspaceId: string, ids: readonly string[]) => {
  const { rows } = await sql<{
    id: string
    assetType: string
    assetId: string
    label: string
    stated: string
  }>`select id, asset_type, asset_id, attribute_label as label, concat_ws(' ', stated_value, unit) as stated
    from claim where workspace_id = ${workspaceId} and id::text = any(${ids}::text[])`.execute(db)
  const assets = await describeNodes(db, workspaceId, rows.map(nodeOfAsset))
  return new Map(
    rows.map((row): [string, Described] => {
      const asset = assets.get(keyOf(nodeOfAsset(row)))
      const name = [asset?.name, `${row.label}: ${row.stated}`].filter((part) => part).join(' · ')
      return [
        row.id,
        { name, url: asset?.url ?? null, ownerId: asset?.ownerId ?? null, departmentId: asset?.departmentId ?? null },
      ]
    }),
  )
}

export const registerClaimNodes = () => {
  registerNodes('asset', describeAssets)
  registerNodes('claim', describeClaims)
}
