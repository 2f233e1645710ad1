import { sql } from 'kysely'
import type { Db, Tx } from '#kernel/db.ts'
import { isId } from '#kernel/id.ts'
import type { Node, NodeType } from './nodes.ts'

const mostParts = 1000

/**
 * What a campaign is made of. Changes of products flow into it, so it stands at the end of its edges and nothing follows it there;
 * asked from its own side, what it is made of depends on it: brief, offers, links, texts and forms, as they were `asOf`. Other
 * nodes have no parts.
 */
export async function partsOf(db: Db | Tx, workspaceId: string, { type, id }: Node, asOf?: Date): Promise<Node[]> {
  if (type !== 'campaign' || !isId(id)) return []
  const stands = (since: string, until: string) =>
    asOf
      ? sql`${sql.ref(since)} <= ${asOf} and (${sql.ref(until)} is null or ${sql.ref(until)} > ${asOf})`
      : sql`${sql.ref(until)} is null`
  const { rows } = await sql<{ type: NodeType; id: string }>`
    select 'brief' as type, c.id from campaign c where c.workspace_id = ${workspaceId} and c.id = ${id}
    union all select 'offer', o.id from campaign_offer o
      where o.workspace_id = ${workspaceId} and o.campaign_id = ${id} and ${stands('o.created_at', 'o.removed_at')}
    union all select 'link', l.id from tracked_link l
      where l.workspace_id = ${workspaceId} and l.campaign_id = ${id} and ${stands('l.created_at', 'l.removed_at')}
    union all select 'asset', a.id from asset a
      where a.workspace_id = ${workspaceId} and a.campaign_id = ${id} and ${stands('a.created_at', 'a.retired_at')}
    union all select 'form', f.id from form f
      where f.workspace_id = ${workspaceId} and f.campaign_id = ${id} and ${stands('f.created_at', 'f.deleted_at')}
    limit ${mostParts}`.execute(db)
  return rows
}
