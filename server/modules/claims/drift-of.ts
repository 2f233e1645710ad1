import { sql } from 'kysely'
import { type Db, plainArray, type Tx } from '#kernel/db.ts'
import type { Severity } from './rules/judge.ts'
import { living } from './select-claims.ts'

export type Drift = {
  claimId: string
  assetType: string
  assetId: string
  productId: string
  attributeKey: string
  attributeLabel: string
  statedValue: string
  unit: string | null
  currentValue: string | null
  currentUnit: string | null
  severity: Severity
  since: Date
}
type AssetRef = { type: string; id: string }

/** The texts as a table `a`, each once: indexes of what they state begin with their type. */
const given = (
  assets: readonly AssetRef[],
) => sql`(select distinct * from unnest(${plainArray(assets.map(({ type }) => type))}::text[],
  ${plainArray(assets.map(({ id }) => id))}::uuid[]) as given (type, id)) a`

/** What these texts state and is no longer true, gravest first. A campaign's brief is `{ type: 'brief', id: campaignId }`. */
export async function driftOf(db: Db | Tx, workspaceId: string, assets: readonly AssetRef[]): Promise<Drift[]> {
  if (assets.length === 0) return []
  const { rows } =
    await sql<Drift>`select c.id as claim_id, c.asset_type, c.asset_id, c.product_id, c.attribute_key, c.attribute_label,
      c.stated_value, c.unit, c.current_value, c.current_unit, c.severity, c.drifted_at as since
    from ${given(assets)} join claim c on c.asset_type = a.type and c.asset_id = a.id
    where c.workspace_id = ${workspaceId} and c.state = 'drifted' and ${living}
    order by c.severity = 'critical' desc, c.severity = 'major' desc, c.drifted_at, c.id`.execute(db)
  return rows
}

/** What looks like a claim in these texts and nobody has confirmed or dismissed. */
export async function unapprovedClaims(
  db: Db | Tx,
  workspaceId: string,
  assets: readonly AssetRef[],
): Promise<{ proposalId: string; assetType: string; assetId: string; text: string }[]> {
  if (assets.length === 0) return []
  const { rows } = await sql<{ proposalId: string; assetType: string; assetId: string; text: string }>`
    select q.id as proposal_id, q.asset_type, q.asset_id, q.quote as text
    from ${given(assets)} join claim_proposal q on q.asset_type = a.type and q.asset_id = a.id
    where q.workspace_id = ${workspaceId} and q.state = 'pending'
    order by q.asset_id, q.position, q.id`.execute(db)
  return rows
}
