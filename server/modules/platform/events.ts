import { sql } from 'kysely'
import type { Input, Reply } from '#contract/kit.ts'
import type { platformRoutes } from '#contract/platform.ts'
import { timeZoneOf } from '#kernel/calendar/time-zone.ts'
import { addDays, startOfLocalDay } from '#kernel/calendar/zone.ts'
import type { Ctx } from '#kernel/http.ts'
import { decodeCursor, toPage } from '#kernel/page.ts'

type Routes = typeof platformRoutes
type Event = Reply<Routes['GET /events']>['items'][number]
type Row = {
  id: string
  at: Date
  name: string
  actorKind: Event['actor']['kind']
  actorId: string
  actorName: string | null
  data: Event['data']
  subjects: string[]
}

/** The ledger, newest first. Reading and clearing one's own inbox is left out: it concerns nobody else. */
export async function listEvents(
  { db, actor }: Ctx,
  { query }: Input<Routes['GET /events']>,
): Promise<Reply<Routes['GET /events']>> {
  const limit = query.limit ?? 50
  const after = decodeCursor(query.after, 2)
  const zone = query.atFrom || query.atTo ? await timeZoneOf(db, actor.workspaceId) : 'UTC'
  const conditions = [
    sql`e.workspace_id = ${actor.workspaceId}`,
    query.name?.length ? sql`e.name = any(${query.name}::text[])` : sql`e.name <> 'notification.changed'`,
    ...(query.subjectId ? [sql`e.subjects @> array[${query.subjectId}::uuid]`] : []),
    ...(query.actorId ? [sql`e.actor_id = ${query.actorId}`] : []),
    ...(query.from ? [sql`e.at >= ${query.from}::timestamptz`] : []),
    ...(query.to ? [sql`e.at < ${query.to}::timestamptz`] : []),
    ...(query.atFrom ? [sql`e.at >= ${startOfLocalDay(zone, query.atFrom)}`] : []),
    ...(query.atTo ? [sql`e.at < ${startOfLocalDay(zone, addDays(query.atTo, 1))}`] : []),
    ...(after ? [sql`(e.at, e.id) < (${after[0]}::timestamptz, ${after[1]}::uuid)`] : []),
  ]
  const { rows } =
    await sql<Row>`select e.id, e.at, e.name, e.actor_kind, e.actor_id, m.full_name as actor_name, e.data, e.subjects
    from event e left join member m on m.workspace_id = ${actor.workspaceId} and m.id = e.actor_id
    where ${sql.join(conditions, sql` and `)} order by e.at desc, e.id desc limit ${limit + 1}`.execute(db)
  return toPage(rows, limit, toEvent, (row) => [row.at.toISOString(), row.id])
}

/** Names that occur, each found by one look into the index rather than by reading the ledger. */
export async function listEventNames({ db, actor }: Ctx): Promise<Reply<Routes['GET /events/names']>> {
  const { rows } = await sql<{ name: string }>`with recursive found as (
      (select name from event where workspace_id = ${actor.workspaceId} order by name limit 1)
      union all
      select (select e.name from event e where e.workspace_id = ${actor.workspaceId} and e.name > found.name order by e.name limit 1)
      from found where found.name is not null
    ) select name from found where name is not null`.execute(db)
  return { items: rows.map((row) => row.name) }
}

const toEvent = ({ id, at, name, actorKind, actorId, actorName, data, subjects }: Row): Event => ({
  id,
  at: at.toISOString(),
  name,
  actor: { kind: actorKind, id: actorId, name: actorName },
  data,
  subjects,
})
