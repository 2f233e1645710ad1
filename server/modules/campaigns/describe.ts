import { sql } from 'kysely'
import type { Db, Tx } from '#kernel/db.ts'
import type { Described } from '#modules/impacts/public.ts'

type Row = {
  id: string
  name: string
  campaignId: string
  ownerId: string | null
  departmentId: string | null
  otherOwnerIds: string[]
}
type Describe = (db: Db | Tx, workspaceId: string, ids: readonly string[]) => Promise<Map<string, Described>>

/** Marketing's owner answers for a campaign before its other owners; without one, the first department at its table. */
const lead = (workspaceId: string) => sql`left join lateral (
    select s.owner_id, s.department_id, array(select distinct x.owner_id::text from campaign_seat x
      where x.workspace_id = ${workspaceId} and x.campaign_id = c.id and x.owner_id <> s.owner_id) as other_owner_ids
    from campaign_seat s
    join department d on d.workspace_id = s.workspace_id and d.workspace_id = ${workspaceId} and d.id = s.department_id
    where s.workspace_id = ${workspaceId} and s.campaign_id = c.id
    order by s.owner_id is null, d.key = 'marketing' desc, s.position limit 1) lead on true`

export const describeCampaigns: Describe = async (db, workspaceId, ids) => {
  const { rows } =
    await sql<Row>`select c.id, c.name, c.id as campaign_id, lead.owner_id, lead.department_id, coalesce(lead.other_owner_ids, '{}') as other_owner_ids
    from campaign c ${lead(workspaceId)}
    where c.workspace_id = ${workspaceId} and c.id::text = any(${[...ids]}::text[]) and c.deleted_at is null`.execute(
      db,
    )
  return described(rows, '')
}
/** A brief has its campaign's id. */
export const describeBriefs: Describe = async (db, workspaceId, ids) =>
  new Map(
    [...(await describeCampaigns(db, workspaceId, ids))].map(([id, one]) => [
      id,
      { ...one, url: `/campaigns/${id}?part=brief` },
    ]),
  )

export const describeOffers: Describe = async (db, workspaceId, ids) => {
  const { rows } =
    await sql<Row>`select o.id, p.name || ' · ' || c.name as name, c.id as campaign_id, lead.owner_id, lead.department_id, coalesce(lead.other_owner_ids, '{}') as other_owner_ids
    from campaign_offer o
    join campaign c on c.workspace_id = o.workspace_id and c.workspace_id = ${workspaceId} and c.id = o.campaign_id
    join product p on p.workspace_id = o.workspace_id and p.workspace_id = ${workspaceId} and p.id = o.product_id ${lead(workspaceId)}
    where o.workspace_id = ${workspaceId} and o.id::text = any(${[...ids]}::text[]) and o.removed_at is null and c.deleted_at is null
      and c.state not in ('finished', 'archived')`.execute(db)
  return described(rows, '?part=offers')
}

export const describeLinks: Describe = async (db, workspaceId, ids) => {
  const { rows } =
    await sql<Row>`select l.id, l.name || ' · /o/' || l.code as name, c.id as campaign_id, lead.owner_id, lead.department_id, coalesce(lead.other_owner_ids, '{}') as other_owner_ids
    from tracked_link l
    join campaign c on c.workspace_id = l.workspace_id and c.workspace_id = ${workspaceId} and c.id = l.campaign_id ${lead(workspaceId)}
    where l.workspace_id = ${workspaceId} and l.id::text = any(${[...ids]}::text[]) and l.removed_at is null and c.deleted_at is null
      and c.state not in ('finished', 'archived')`.execute(db)
  return described(rows, '?part=links')
}

const described = (rows: readonly Row[], part: string): Map<string, Described> =>
  new Map(
    rows.map(({ id, name, campaignId, ...owners }) => [
      id,
      { name, url: `/campaigns/${campaignId}${part}`, ...owners },
    ]),
  )
