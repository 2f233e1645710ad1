import { sql } from 'kysely'
import type { Tx } from '#kernel/db.ts'
import { setEdgesOfMany } from '#modules/impacts/public.ts'
import { nodeOfAsset, nodeOfFact } from './nodes.ts'

type Row = { id: string; assetType: string; assetId: string; productId: string; attributeKey: string }

/**
 * Puts the claims of these texts into the graph as they are now: product → attribute → claim → text. Claims that nobody reads any
 * more lose their edges.
 */
export async function drawClaims(tx: Tx, at: Date, workspaceId: string, assetIds: readonly string[]): Promise<void> {
  const { rows } = await sql<
    Row & { isLiving: boolean }
  >`select c.id, c.asset_type, c.asset_id, c.product_id, c.attribute_key,
      c.removed_at is null and c.suspended_at is null as is_living
    from claim c where c.workspace_id = ${workspaceId} and c.asset_id = any(${assetIds}::uuid[])`.execute(tx)
  const living = rows.filter((row) => row.isLiving)
  await setEdgesOfMany(
    tx,
    at,
    workspaceId,
    rows.map((row) => ({
      to: { type: 'claim' as const, id: row.id },
      from: row.isLiving ? [nodeOfFact(row.productId, row.attributeKey)] : [],
    })),
    'states',
  )
  await setEdgesOfMany(
    tx,
    at,
    workspaceId,
    [...Map.groupBy(rows, (row) => row.assetId).values()].map((own) => ({
      to: nodeOfAsset(own[0]!),
      from: own.filter((row) => row.isLiving).map((row) => ({ type: 'claim' as const, id: row.id })),
    })),
    'claims',
  )
  await drawFacts(tx, at, workspaceId, living)
}

/** A side of a product depends on the product itself. */
export async function drawFacts(
  tx: Tx,
  at: Date,
  workspaceId: string,
  facts: readonly { productId: string; attributeKey: string }[],
): Promise<void> {
  const nodes = new Map(
    facts.map(({ productId, attributeKey }) => {
      const node = nodeOfFact(productId, attributeKey)
      return [`${node.type} ${node.id}`, { node, productId }]
    }),
  )
  await setEdgesOfMany(
    tx,
    at,
    workspaceId,
    [...nodes.values()]
      .filter(({ node }) => node.type !== 'product')
      .map(({ node, productId }) => ({ to: node, from: [{ type: 'product' as const, id: productId }] })),
    'part_of',
  )
}
