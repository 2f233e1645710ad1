import { sql } from 'kysely'
import { type BriefPart, briefParts, type Campaign, type campaignsRoutes } from '#contract/campaigns.ts'
import { record } from '#kernel/events.ts'
import { type Ctx, type Handlers, requireVersion } from '#kernel/http.ts'
import { readCampaign } from './read-campaign.ts'
import { factsOf, lockCampaign, requireOpen, type StoredBrief } from './select-campaigns.ts'

type Given = Parameters<Handlers<typeof campaignsRoutes>['PUT /campaigns/:id/brief']>[1]['body']

/** Writes the parts given and leaves the others: two people can write two parts at the same time. */
export const writeBrief = (ctx: Ctx, id: string, given: Given): Promise<Campaign> =>
  ctx.transact(async (tx) => {
    const { actor } = ctx
    const at = ctx.clock.now()
    const old = await lockCampaign(tx, actor.workspaceId, id)
    requireVersion(ctx, old.version)
    requireOpen(old)
    const next: StoredBrief = { ...old.brief }
    const changes: Record<string, unknown[]> = {}
    for (const part of briefParts) {
      const text = given[part]
      if (text === undefined || text === (old.brief[part] ?? '')) continue
      next[part] = text
      changes[part] = [old.brief[part] ?? '', text]
    }
    const evidence = { ...old.brief.evidence, ...given.evidence }
    if (JSON.stringify(evidence) !== JSON.stringify(old.brief.evidence ?? {})) {
      next.evidence = evidence
      changes.evidence = [old.brief.evidence ?? {}, evidence]
    }
    if (Object.keys(changes).length === 0) return readCampaign(tx, ctx, id)
    await sql`update campaign set brief = ${JSON.stringify(next)}::jsonb, brief_edited_at = ${at}, brief_edited_by = ${actor.id},
        updated_at = ${at}, version = version + 1
      where workspace_id = ${actor.workspaceId} and id = ${id}`.execute(tx)
    await record(tx, actor, at, 'campaign.brief_written', { ...factsOf(old), changes }, [id])
    return readCampaign(tx, ctx, id)
  })

/** Parts without words: the four are mandatory. */
export const missingParts = (brief: StoredBrief): BriefPart[] => briefParts.filter((part) => !brief[part]?.trim())
/** Parts that lean on nothing. */
export const partsWithoutEvidence = (brief: StoredBrief): BriefPart[] =>
  briefParts.filter((part) => !brief.evidence?.[part]?.length)
