import { sql } from 'kysely'
import type { Tx } from '#kernel/db.ts'
import { newId } from '#kernel/id.ts'
import type { Node } from './nodes.ts'

/** Kind of an edge to a text that shows the value by itself: a change never makes it wrong. */
export const printing = 'prints'

/**
 * Says what `to` depends on, replacing what was said before of this `kind`. What no longer holds is closed, not forgotten:
 * the graph can be read as of any time.
 */
export const setEdges = (
  tx: Tx,
  at: Date,
  workspaceId: string,
  to: Node,
  from: readonly Node[],
  kind: string,
): Promise<void> => setEdgesOfMany(tx, at, workspaceId, [{ to, from }], kind)

/** The same for many nodes, in two statements. */
export async function setEdgesOfMany(
  tx: Tx,
  at: Date,
  workspaceId: string,
  said: readonly { to: Node; from: readonly Node[] }[],
  kind: string,
): Promise<void> {
  if (said.length === 0) return
  const targets = JSON.stringify(said.map(({ to }) => ({ to_type: to.type, to_id: to.id })))
  const wanted = JSON.stringify(
    said.flatMap(({ to, from }) =>
      from.map((node) => ({ id: newId(), to_type: to.type, to_id: to.id, from_type: node.type, from_id: node.id })),
    ),
  )
  await sql`with closing as materialized (
      select e.id from edge e
      join jsonb_to_recordset(${targets}::jsonb) as t(to_type text, to_id text) on t.to_type = e.to_type and t.to_id = e.to_id
      where e.workspace_id = ${workspaceId} and e.kind = ${kind} and e.closed_at is null and not exists (
        select 1 from jsonb_to_recordset(${wanted}::jsonb) as w(to_type text, to_id text, from_type text, from_id text)
        where w.to_type = e.to_type and w.to_id = e.to_id and w.from_type = e.from_type and w.from_id = e.from_id)
      order by e.id for update of e)
    update edge set closed_at = ${at} where workspace_id = ${workspaceId} and id in (select id from closing)`.execute(
    tx,
  )
  await sql`insert into edge (workspace_id, id, from_type, from_id, to_type, to_id, kind, opened_at)
    select ${workspaceId}::uuid, w.id, w.from_type, w.from_id, w.to_type, w.to_id, ${kind}, ${at}
    from jsonb_to_recordset(${wanted}::jsonb) as w(id uuid, to_type text, to_id text, from_type text, from_id text)
    order by w.to_type, w.to_id, w.from_type, w.from_id
    on conflict (workspace_id, to_type, to_id, kind, from_type, from_id) where closed_at is null do nothing`.execute(tx)
}
