import { sql } from 'kysely'
import type { informationActs } from '#contract/information.ts'
import type { Tx } from '#kernel/db.ts'
import type { Ctx } from '#kernel/http.ts'
import { newId } from '#kernel/id.ts'
import { decodeCursor, toPage } from '#kernel/page.ts'
import { requireItem } from './select-items.ts'

type Act = (typeof informationActs)[number]
export type Entry = { itemId: string; act: Act; before?: string | null; after?: string | null; reason?: string }

/** One statement, whatever the number of entries. */
export async function remember(
  tx: Tx,
  { workspaceId, id: actorId }: { workspaceId: string; id: string },
  at: Date,
  entries: readonly Entry[],
): Promise<void> {
  if (entries.length === 0) return
  const rows = entries.map(({ itemId, act, before = null, after = null, reason = '' }) => {
    return { id: newId(), item_id: itemId, act, before_value: before, after_value: after, reason }
  })
  await sql`insert into information_version (workspace_id, id, item_id, at, actor_id, act, before_value, after_value, reason)
    select ${workspaceId}::uuid, v.id, v.item_id, ${at}, ${actorId}::uuid, v.act, v.before_value, v.after_value, v.reason
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb)
      as v(id uuid, item_id uuid, act text, before_value text, after_value text, reason text)`.execute(tx)
}

type Row = {
  id: string
  at: Date
  actorId: string
  actorName: string | null
  act: Act
  before: string | null
  after: string | null
  reason: string
}

export async function listHistory(
  { db, actor }: Ctx,
  id: string,
  { after, limit = 50 }: { after?: string; limit?: number },
) {
  const { workspaceId } = actor
  await requireItem(db, workspaceId, id)
  const cursor = decodeCursor(after, 2)
  const { rows } =
    await sql<Row>`select v.id, v.at, v.actor_id, m.full_name as actor_name, v.act, v.before_value as before, v.after_value as after, v.reason
    from information_version v
    left join member m on m.workspace_id = v.workspace_id and m.workspace_id = ${workspaceId} and m.id = v.actor_id
    where v.workspace_id = ${workspaceId} and v.item_id = ${id}
      ${cursor ? sql`and (v.at, v.id) < (${cursor[0]}::timestamptz, ${cursor[1]}::uuid)` : sql``}
    order by v.at desc, v.id desc limit ${limit + 1}`.execute(db)
  return toPage(
    rows,
    limit,
    ({ at, ...row }) => ({ ...row, at: at.toISOString() }),
    (row) => [row.at.toISOString(), row.id],
  )
}
