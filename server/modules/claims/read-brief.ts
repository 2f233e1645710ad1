import { sql } from 'kysely'
import Type from 'typebox'
import { briefParts } from '#contract/campaigns.ts'
import { Changes, Id } from '#contract/kit.ts'
import { systemActor } from '#kernel/events.ts'
import { defineJob } from '#kernel/jobs.ts'
import { proposeClaims } from './propose.ts'

/** A brief is a text that states facts: what was written in it is read for claims, as the texts of the campaign are. */
export const readBrief = defineJob({
  name: 'claims.read-brief',
  payload: Type.Object({ workspaceId: Id, campaignId: Id, changes: Changes }, { additionalProperties: true }),
  retry: { limit: 5 },
  pool: 'bulk',
  async run({ workspaceId, campaignId, changes }, { db, clock }) {
    await db.transaction().execute(async (tx) => {
      const { rows } = await sql<{ name: string; brief: Record<string, unknown> }>`select name, brief from campaign
        where workspace_id = ${workspaceId} and id = ${campaignId} and deleted_at is null for share`.execute(tx)
      const [campaign] = rows
      if (!campaign) return
      const old = Object.fromEntries(Object.entries(changes).map(([part, [before]]) => [part, before]))
      const asset = { type: 'brief', id: campaignId, name: campaign.name }
      const [text, before] = [textOf(campaign.brief), textOf({ ...campaign.brief, ...old })]
      await proposeClaims(tx, systemActor(workspaceId), clock.now(), asset, text, before)
    })
  },
})

const textOf = (brief: Record<string, unknown>) =>
  briefParts
    .map((part) => brief[part])
    .filter((part) => typeof part === 'string')
    .join('\n\n')
