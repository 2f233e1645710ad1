import { sql } from 'kysely'
import type { Tx } from '#kernel/db.ts'

type Attribution = { campaignId?: string; linkCode?: string }
type Link = {
  campaignId: string
  code: string
  utmSource: string
  utmMedium: string
  utmCampaign: string
  utmContent: string | null
}

/**
 * Which campaign and link an order came by: the link whose UTM words are those of the buyer's visit. The campaign's word
 * decides, source, medium and content choose among its links; nothing for words that no link of ours has.
 */
export async function attributionsOf(
  tx: Tx,
  workspaceId: string,
  utms: readonly Readonly<Record<string, string>>[],
): Promise<Attribution[]> {
  const campaigns = [...new Set(utms.flatMap(({ campaign }) => campaign ?? []))]
  if (campaigns.length === 0) return utms.map(() => ({}))
  const { rows } =
    await sql<Link>`select campaign_id, code, utm_source, utm_medium, utm_campaign, utm_content from tracked_link
    where workspace_id = ${workspaceId} and utm_campaign = any (${campaigns}::text[]) order by created_at desc, id`.execute(
      tx,
    )
  return utms.map((utm) => {
    const fits = (link: Link) =>
      Number(link.utmSource === utm.source) * 4 +
      Number(link.utmMedium === utm.medium) * 2 +
      Number(link.utmContent === (utm.content ?? null))
    const [best] = rows.filter((link) => link.utmCampaign === utm.campaign).sort((a, b) => fits(b) - fits(a))
    return best ? { campaignId: best.campaignId, linkCode: best.code } : {}
  })
}
