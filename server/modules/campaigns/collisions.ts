import { sql } from 'kysely'
import type { Static } from 'typebox'
import type { Collision } from '#contract/campaigns.ts'
import type { Db, Tx } from '#kernel/db.ts'

type Found = Static<typeof Collision> & { ofId: string }

/**
 * Campaigns that get in the way of those given: the same product, or the same words for the audience, on the same days.
 * Finished and archived ones collide with nobody. By campaign.
 */
export async function collisionsOf(
  db: Db | Tx,
  workspaceId: string,
  ids: readonly string[],
): Promise<Map<string, Static<typeof Collision>[]>> {
  if (ids.length === 0) return new Map()
  const { rows } = await sql<Found>`with mine as materialized (
      select id, starts_on, ends_on, audience, audience_key from campaign
      where workspace_id = ${workspaceId} and id = any(${[...ids]}::uuid[]) and deleted_at is null and state not in ('finished', 'archived'))
    select m.id as of_id, c.id as campaign_id, c.name, c.state, 'product' as kind, p.name as what,
      greatest(m.starts_on, c.starts_on) as "from", least(m.ends_on, c.ends_on) as "to"
    from mine m
    join campaign_offer a on a.workspace_id = ${workspaceId} and a.campaign_id = m.id and a.removed_at is null
    join campaign_offer b on b.workspace_id = ${workspaceId} and b.product_id = a.product_id and b.removed_at is null and b.campaign_id <> m.id
    join campaign c on c.workspace_id = ${workspaceId} and c.id = b.campaign_id
    join product p on p.workspace_id = ${workspaceId} and p.id = a.product_id
    where c.deleted_at is null and c.state not in ('finished', 'archived') and c.starts_on <= m.ends_on and c.ends_on >= m.starts_on
    union all
    select m.id, c.id, c.name, c.state, 'audience', m.audience, greatest(m.starts_on, c.starts_on), least(m.ends_on, c.ends_on)
    from mine m
    join campaign c on c.workspace_id = ${workspaceId} and c.audience_key = m.audience_key and c.id <> m.id
    where c.deleted_at is null and c.state not in ('finished', 'archived') and c.starts_on <= m.ends_on and c.ends_on >= m.starts_on
    order by 7, 3, 2, 5, 6 limit 2000`.execute(db)
  return new Map(
    [...Map.groupBy(rows, (row) => row.ofId)].map(([id, found]) => [id, found.map(({ ofId: _, ...one }) => one)]),
  )
}
