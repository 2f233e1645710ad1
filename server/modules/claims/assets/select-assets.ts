import { type RawBuilder, sql } from 'kysely'
import type { Asset } from '#contract/assets.ts'
import type { Db, Tx } from '#kernel/db.ts'
import { Problem } from '#kernel/problem.ts'
import { living } from '../select-claims.ts'

export type AssetRow = Omit<Asset, 'drift' | 'isFlagged' | 'publishedAt' | 'retiredAt' | 'createdAt' | 'updatedAt'> & {
  critical: number
  major: number
  minor: number
  publishedAt: Date | null
  retiredAt: Date | null
  createdAt: Date
  updatedAt: Date
}

export async function selectAssets(db: Db | Tx, workspaceId: string, where: RawBuilder<unknown>): Promise<AssetRow[]> {
  const { rows } =
    await sql<AssetRow>`select a.id, a.type, a.name, a.body, a.url, a.state, a.owner_id, a.department_id, a.campaign_id, a.published_at,
      a.retired_at, a.version, a.created_at, a.updated_at, s.claims, s.critical, s.major, s.minor,
      (select count(*) from claim_proposal q where q.workspace_id = ${workspaceId} and q.asset_id = a.id and q.asset_type = a.type
        and q.state = 'pending') as pending_proposals
    from asset a left join lateral (
      select count(*) as claims, count(*) filter (where c.state = 'drifted' and c.severity = 'critical') as critical,
        count(*) filter (where c.state = 'drifted' and c.severity = 'major') as major,
        count(*) filter (where c.state = 'drifted' and c.severity = 'minor') as minor
      from claim c where c.workspace_id = ${workspaceId} and c.asset_id = a.id and c.asset_type = a.type and ${living}) s on true
    where a.workspace_id = ${workspaceId} and ${where}`.execute(db)
  return rows
}

export const toAsset = ({ critical, major, minor, ...row }: AssetRow): Asset => ({
  ...row,
  drift: { critical, major, minor },
  isFlagged: row.state === 'live' && critical > 0,
  publishedAt: row.publishedAt?.toISOString() ?? null,
  retiredAt: row.retiredAt?.toISOString() ?? null,
  createdAt: row.createdAt.toISOString(),
  updatedAt: row.updatedAt.toISOString(),
})

/** Throws 404 on a text that is not there, or another workspace's. */
export async function readAsset(db: Db | Tx, workspaceId: string, id: string): Promise<Asset> {
  const [row] = await selectAssets(db, workspaceId, sql`a.id = ${id}`)
  if (!row) throw new Problem('not_found')
  return toAsset(row)
}

export async function lockAsset(tx: Tx, workspaceId: string, id: string): Promise<Asset> {
  await sql`select 1 from asset where workspace_id = ${workspaceId} and id = ${id} for update`.execute(tx)
  return readAsset(tx, workspaceId, id)
}

/** What every event of a text says about it. */
export const assetFacts = ({ id, type, name }: { id: string; type: string; name: string }) => ({
  assetId: id,
  assetName: name,
  assetType: type,
})
export const assetSubjects = ({ id, campaignId }: { id: string; campaignId: string | null }): string[] =>
  campaignId ? [id, campaignId] : [id]
