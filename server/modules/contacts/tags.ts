import { sql } from 'kysely'
import type { Ctx } from '#kernel/http.ts'

const recent = 20_000
/** Tags in use, most frequent first, counted over the contacts with the latest activity. */
export async function listTags({ db, actor }: Ctx, q: string | undefined) {
  const { rows } = await sql<{ tag: string; contacts: number }>`select t.tag, count(*)::integer as contacts
    from (select tags from contact where workspace_id = ${actor.workspaceId} and deleted_at is null order by last_activity_at desc limit ${recent}) c,
      unnest(c.tags) as t (tag)
    where ${q ?? ''} = '' or position(lower(${q ?? ''}) in lower(t.tag)) > 0
    group by t.tag order by contacts desc, t.tag limit 200`.execute(db)
  return { items: rows, next: null }
}
