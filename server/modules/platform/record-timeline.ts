import { sql } from 'kysely'
import type { Static } from 'typebox'
import type { TimelineEntry } from '#contract/contacts.ts'
import type { Ctx } from '#kernel/http.ts'
import { decodeCursor, toPage } from '#kernel/page.ts'
import { actorDepartments } from './actor-departments.ts'

type Entry = Static<typeof TimelineEntry>
type Row = Pick<Entry, 'id' | 'name' | 'actorKind' | 'actorName' | 'departments' | 'data'> & { at: Date }

/**
 * What the ledger knows of a record, newest first. Whether the record is there is the caller's to ask.
 * @param kindOf what an event is shown as, by its name
 */
export async function timelineOf(
  { db, actor: { workspaceId } }: Pick<Ctx, 'db' | 'actor'>,
  id: string,
  { after, limit = 50 }: { after?: string; limit?: number },
  kindOf: (name: string) => Entry['kind'] = () => 'change',
) {
  const cursor = decodeCursor(after, 2)
  const { rows } = await sql<Row>`select e.id, e.at, e.name, e.data, e.actor_kind, m.full_name as actor_name,
      ${actorDepartments(workspaceId)} as departments
    from event e
    left join member m on m.workspace_id = e.workspace_id and m.workspace_id = ${workspaceId} and m.id = e.actor_id
    where e.workspace_id = ${workspaceId} and e.subjects @> array[${id}]::uuid[]
      ${cursor ? sql`and (e.at, e.id) < (${cursor[0]}::timestamptz, ${cursor[1]}::uuid)` : sql``}
    order by e.at desc, e.id desc limit ${limit + 1}`.execute(db)
  return toPage(
    rows,
    limit,
    ({ at, ...row }): Entry => ({ ...row, at: at.toISOString(), kind: kindOf(row.name) }),
    (row) => [row.at.toISOString(), row.id],
  )
}
