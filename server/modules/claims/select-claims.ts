import { type RawBuilder, sql } from 'kysely'
import type { Claim } from '#contract/claims.ts'
import type { Db, Tx } from '#kernel/db.ts'
import { Problem } from '#kernel/problem.ts'
import { describeNodes, keyOf } from '#modules/impacts/public.ts'
import { nodeOfAsset } from './nodes.ts'

export type ClaimRow = Omit<
  Claim,
  'assetName' | 'assetUrl' | 'assetOwnerId' | 'productName' | 'sku' | 'driftedAt' | 'createdAt'
> & { productName: string; sku: string; driftedAt: Date | null; createdAt: Date; taskId: string | null }

/** Claims `c` that somebody still reads. */
export const living = sql`c.removed_at is null and c.suspended_at is null`

export async function selectClaims(
  db: Db | Tx,
  workspaceId: string,
  where: RawBuilder<unknown>,
  { lock = false } = {},
): Promise<ClaimRow[]> {
  const { rows } =
    await sql<ClaimRow>`select c.id, c.asset_type, c.asset_id, c.product_id, p.name as product_name, p.sku, c.attribute_key,
      c.attribute_label, c.stated_value, c.unit, c.spec_version, c.state, c.reason, c.current_value, c.current_unit, c.current_version, c.severity,
      c.drifted_at, c.task_id, c.version, c.created_at
    from claim c join product p on p.workspace_id = c.workspace_id and p.workspace_id = ${workspaceId} and p.id = c.product_id
    where c.workspace_id = ${workspaceId} and ${where} ${lock ? sql`order by c.id for update of c` : sql``}`.execute(db)
  return rows
}

/** With the names of the texts they stand in: one look-up for each type of text. */
export async function toClaims(db: Db | Tx, workspaceId: string, rows: readonly ClaimRow[]): Promise<Claim[]> {
  const described = await describeNodes(db, workspaceId, rows.map(nodeOfAsset))
  return rows.map(({ taskId: _, ...row }) => {
    const asset = described.get(keyOf(nodeOfAsset(row)))
    return {
      ...row,
      assetName: asset?.name ?? '',
      assetUrl: asset?.url ?? null,
      assetOwnerId: asset?.ownerId ?? null,
      driftedAt: row.driftedAt?.toISOString() ?? null,
      createdAt: row.createdAt.toISOString(),
    }
  })
}

/** Throws 404 on a claim that is not there, deleted, or another workspace's. */
export async function readClaim(db: Db | Tx, workspaceId: string, id: string): Promise<Claim> {
  const [claim] = await toClaims(
    db,
    workspaceId,
    await selectClaims(db, workspaceId, sql`c.id = ${id} and c.removed_at is null`),
  )
  if (!claim) throw new Problem('not_found')
  return claim
}

export async function lockClaim(tx: Tx, workspaceId: string, id: string): Promise<ClaimRow> {
  const [row] = await selectClaims(tx, workspaceId, sql`c.id = ${id} and c.removed_at is null`, { lock: true })
  if (!row) throw new Problem('not_found')
  return row
}
