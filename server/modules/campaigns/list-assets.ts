import { sql } from 'kysely'
import type { Ctx } from '#kernel/http.ts'
import { assetsOfCampaign, driftOf } from '#modules/claims/public.ts'
import { requireCampaign } from './select-campaigns.ts'

const mostShown = 1000

/** Texts and forms of a campaign in one list, each with how many of its statements are no longer true. */
export async function listAssets(ctx: Ctx, campaignId: string) {
  const { workspaceId } = ctx.actor
  await requireCampaign(ctx.db, workspaceId, campaignId)
  const assets = await assetsOfCampaign(ctx.db, workspaceId, campaignId)
  const drifts = await driftOf(
    ctx.db,
    workspaceId,
    assets.map(({ type, id }) => ({ type, id })),
  )
  const drifted = Map.groupBy(drifts, (drift) => drift.assetId)
  const { rows: forms } = await sql<{
    id: string
    name: string
    state: string
    ownerId: string | null
  }>`select id, name, state, created_by as owner_id from form
    where workspace_id = ${workspaceId} and campaign_id = ${campaignId} and deleted_at is null order by name, id`.execute(
    ctx.db,
  )
  const items = [
    ...assets.map(({ type, id, name, state, ownerId }) => ({
      ...{ type, id, name, state, ownerId },
      drifted: drifted.get(id)?.length ?? 0,
      url: `/texts/${id}`,
    })),
    ...forms.map((form) => ({ type: 'form', ...form, drifted: 0, url: `/forms/${form.id}` })),
  ]
  return { items: items.slice(0, mostShown), next: null }
}
