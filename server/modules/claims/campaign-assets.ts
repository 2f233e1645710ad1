import { sql } from 'kysely'
import type { assetStates, assetTypes } from '#contract/assets.ts'
import type { Db, Tx } from '#kernel/db.ts'

export type CampaignAsset = {
  type: (typeof assetTypes)[number]
  id: string
  name: string
  state: (typeof assetStates)[number]
  ownerId: string | null
}

/** Texts of a campaign that have not been retired, by name. */
export async function assetsOfCampaign(db: Db | Tx, workspaceId: string, campaignId: string): Promise<CampaignAsset[]> {
  const { rows } = await sql<CampaignAsset>`select type, id, name, state, owner_id from asset
    where workspace_id = ${workspaceId} and campaign_id = ${campaignId} and state <> 'retired' order by name, id`.execute(
    db,
  )
  return rows
}
