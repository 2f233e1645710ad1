import { sql } from 'kysely'
import { nodeTypes } from '#contract/impacts.ts'
import type { Tx } from '#kernel/db.ts'
import { describeNodes, keyOf } from '#modules/impacts/public.ts'
import { isOurs, nodeOfAsset } from '../nodes.ts'

export type Asset = { type: string; name: string }
type Ref = { assetType: string; assetId: string }

/**
 * The texts that exist and have not been retired, by id. One of ours is found whatever type it is said to be; of the others the
 * module that declared the type tells whether they exist.
 */
export async function assetsByRef(tx: Tx, workspaceId: string, refs: readonly Ref[]): Promise<Map<string, Asset>> {
  const ids = refs.map((ref) => ref.assetId)
  const { rows } = await sql<Asset & { id: string }>`select id, type, name from asset
    where workspace_id = ${workspaceId} and id = any(${ids}::uuid[]) and state <> 'retired' order by id for share`.execute(
    tx,
  )
  const foreign = refs.filter(({ assetType }) => !isOurs(assetType) && assetType !== 'asset' && isNodeType(assetType))
  const described = await describeNodes(tx, workspaceId, foreign.map(nodeOfAsset))
  return new Map([
    ...rows.map(({ id, ...asset }) => [id, asset] as const),
    ...foreign.flatMap((ref) => {
      const found = described.get(keyOf(nodeOfAsset(ref)))
      return found ? [[ref.assetId, { type: ref.assetType, name: found.name }] as const] : []
    }),
  ])
}

const isNodeType = (type: string) => (nodeTypes as readonly string[]).includes(type)
