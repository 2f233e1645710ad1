import { sql } from 'kysely'
import Type from 'typebox'
import { briefParts } from '#contract/campaigns.ts'
import { Id } from '#contract/kit.ts'
import { systemActor } from '#kernel/events.ts'
import { defineJob } from '#kernel/jobs.ts'
import { proposeClaims } from './propose.ts'

/** A brief is a text that states facts: what was written in it is read for claims, as the texts of the campaign are. */
export const readBrief = defineJob({
  name: 'claims.read-brief',
  payload: Type.Object({ workspaceId: Id, campaignId: Id }, { additionalProperties: true }),
  retry: { limit: 5 },
  pool: 'bulk',
  async run({ workspaceId, campaignId }, { db, clock }) {
    await db.transaction().execute(async (tx) => {
      const { rows } = await sql<{ name: string; brief: Record<string, unknown> }>`select name, brief from campaign
        where workspace_id = ${workspaceId} and id = ${campaignId} and deleted_at is null for share`.execute(tx)
      const [campaign] = rows
      if (!campaign) return
      const text = briefParts.map((part) => campaign.brief[part]).filter((part) => typeof part === 'string')
      const asset = { type: 'brief', id: campaignId, name: campaign.name }
      await proposeClaims(tx, systemActor(workspaceId), clock.now(), asset, text.join('\n\n'))
    })
  },
})
