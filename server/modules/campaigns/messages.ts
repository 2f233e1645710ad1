import { sql } from 'kysely'
import type { campaignPartsRoutes } from '#contract/campaign-parts.ts'
import { record } from '#kernel/events.ts'
import type { Ctx, Handlers } from '#kernel/http.ts'
import { newId } from '#kernel/id.ts'
import { decodeCursor, toPage } from '#kernel/page.ts'
import { filled, Problem } from '#kernel/problem.ts'
import { membersById } from '#modules/accounts/public.ts'
import { notify } from '#modules/platform/public.ts'
import { factsOf, readRow, requireCampaign } from './select-campaigns.ts'

type Given = Parameters<Handlers<typeof campaignPartsRoutes>['POST /campaigns/:id/messages']>[1]['body']
type Row = { id: string; body: string; authorId: string; mentionIds: string[]; at: Date }
const toMessage = ({ at, ...row }: Row) => ({ ...row, at: at.toISOString() })

export async function listMessages(
  ctx: Ctx,
  campaignId: string,
  { after, limit = 50 }: { after?: string; limit?: number },
) {
  const { workspaceId } = ctx.actor
  await requireCampaign(ctx.db, workspaceId, campaignId)
  const cursor = decodeCursor(after, 2)
  const { rows } = await sql<Row>`select id, body, author_id, mention_ids, at from campaign_message
    where workspace_id = ${workspaceId} and campaign_id = ${campaignId} and removed_at is null
      ${cursor ? sql`and (at, id) < (${cursor[0]}::timestamptz, ${cursor[1]}::uuid)` : sql``}
    order by at desc, id desc limit ${limit + 1}`.execute(ctx.db)
  return toPage(rows, limit, toMessage, (row) => [row.at.toISOString(), row.id])
}

/** Writes to the thread and tells whoever is mentioned, except the author. */
export const postMessage = (ctx: Ctx, campaignId: string, given: Given) =>
  ctx.transact(async (tx) => {
    const { actor } = ctx
    const { workspaceId } = actor
    const at = ctx.clock.now()
    const campaign = await readRow(tx, workspaceId, campaignId)
    const body = filled(given.body, '/body')
    const mentionIds = [...new Set(given.mentionIds ?? [])]
    const known = await membersById(tx, workspaceId, [...mentionIds, actor.id])
    const errors = mentionIds.flatMap((id, index) =>
      known.get(id)?.isActive ? [] : [{ pointer: `/mentionIds/${index}`, rule: 'unknown_member' }],
    )
    if (errors.length > 0) throw new Problem('unprocessable', {}, errors)
    const row: Row = { id: newId(), body, authorId: actor.id, mentionIds, at }
    await sql`insert into campaign_message (workspace_id, id, campaign_id, body, author_id, mention_ids, at)
      values (${workspaceId}, ${row.id}, ${campaignId}, ${body}, ${actor.id}, ${mentionIds}::uuid[], ${at})`.execute(tx)
    const data = { ...factsOf(campaign), messageId: row.id, mentionIds }
    await record(tx, actor, at, 'campaign.message_posted', data, [campaignId])
    await notify(tx, at, workspaceId, [
      {
        memberIds: mentionIds.filter((id) => id !== actor.id),
        kind: 'campaign_mention',
        params: { author: known.get(actor.id)?.fullName ?? '', campaign: campaign.name },
        link: `/campaigns/${campaignId}?part=thread`,
        dedupeKey: `campaign_message:${row.id}`,
        mail: true,
      },
    ])
    return toMessage(row)
  })

/** Authors take back what they wrote; the ledger still says that something was written. */
export const removeMessage = (ctx: Ctx, campaignId: string, messageId: string): Promise<void> =>
  ctx.transact(async (tx) => {
    const { workspaceId, id } = ctx.actor
    const { rows } = await sql<{ authorId: string }>`select author_id from campaign_message
      where workspace_id = ${workspaceId} and campaign_id = ${campaignId} and id = ${messageId} and removed_at is null for update`.execute(
      tx,
    )
    if (!rows[0]) throw new Problem('not_found')
    if (rows[0].authorId !== id) throw new Problem('forbidden')
    await sql`update campaign_message set removed_at = ${ctx.clock.now()}
      where workspace_id = ${workspaceId} and id = ${messageId}`.execute(tx)
  })
