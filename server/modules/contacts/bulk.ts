import { sql } from 'kysely'
import type { Tx } from '#kernel/db.ts'
import { type Actor, type EventRecord, recordMany } from '#kernel/events.ts'
import type { Ctx } from '#kernel/http.ts'
import { invalid, Problem } from '#kernel/problem.ts'
import { requireMember } from './create.ts'
import { type ContactFilter, newStatement, whereOf } from './list/where.ts'

type Change = {
  ownerId?: string | null
  addTags?: string[]
  removeTags?: string[]
  delete?: boolean
  restore?: boolean
}
type Body = { ids?: string[]; filter?: ContactFilter; change: Change }
type Row = { subjectId: string; ownerId: string | null; tags: string[]; deletedAt: Date | null; version: number }
const mostByFilter = 10_000
const mostTags = 50

/** `POST /contacts/bulk`: all or nothing; answers how many really changed. A filter may concern up to 10,000 contacts. */
export async function changeContacts(ctx: Ctx, { ids, filter, change }: Body): Promise<{ affected: number }> {
  if ((ids === undefined) === (filter === undefined)) throw invalid('/ids', 'ids_or_filter')
  if (Object.keys(change).length === 0) throw invalid('/change', 'required')
  if ((change.delete || change.restore) && !ctx.actor.permissions.has('contacts.delete'))
    throw new Problem('forbidden', { permission: 'contacts.delete' })
  const { workspaceId } = ctx.actor
  const chosen = ids ?? (await idsOf(ctx, filter!))
  return ctx.transact(async (tx) => {
    await requireMember(tx, workspaceId, change.ownerId)
    const { rows } = await sql<Row>`select subject_id, owner_id, tags, deleted_at, version from contact
      where workspace_id = ${workspaceId} and subject_id = any (${chosen}::uuid[]) and merged_into is null and erased_at is null
      order by subject_id for no key update`.execute(tx)
    return { affected: await apply(tx, ctx.actor, ctx.clock.now(), rows, change) }
  })
}

async function idsOf(ctx: Ctx, filter: ContactFilter): Promise<string[]> {
  const statement = newStatement()
  const where = whereOf(filter, ctx.actor.workspaceId, 'parts', statement)
  const { rows } = await ctx.pool.query<{ id: string }>(
    `select c.subject_id as id from contact c where ${where} limit ${mostByFilter + 1}`,
    statement.values,
  )
  if (rows.length > mostByFilter) throw invalid('/filter', 'too_many', { limit: mostByFilter })
  return rows.map((row) => row.id)
}

async function apply(tx: Tx, actor: Actor, at: Date, rows: readonly Row[], change: Change): Promise<number> {
  const events: EventRecord[] = []
  const changed: Row[] = []
  for (const row of rows) {
    if (row.deletedAt && !change.restore) continue
    const next: Row = { ...row, version: row.version + 1 }
    if (change.ownerId !== undefined) next.ownerId = change.ownerId
    next.tags = [...new Set([...row.tags, ...(change.addTags ?? [])])]
      .filter((tag) => !change.removeTags?.includes(tag))
      .slice(0, mostTags)
    if (change.delete) next.deletedAt = at
    if (change.restore) next.deletedAt = null
    const { subjectId } = row
    const subjects = [subjectId]
    const changes = {
      ...(next.ownerId !== row.ownerId && { ownerId: [row.ownerId, next.ownerId] as [unknown, unknown] }),
      ...(next.tags.join() !== row.tags.join() && { tags: [row.tags, next.tags] as [unknown, unknown] }),
    }
    const before = events.length
    if (Object.keys(changes).length > 0)
      events.push({ name: 'contact.updated', data: { subjectId, changes }, subjects })
    if (next.deletedAt && !row.deletedAt) events.push({ name: 'contact.deleted', data: { subjectId }, subjects })
    if (!next.deletedAt && row.deletedAt) events.push({ name: 'contact.restored', data: { subjectId }, subjects })
    if (events.length > before) changed.push(next)
  }
  if (changed.length === 0) return 0
  await sql`update contact c set owner_id = r."ownerId", tags = r.tags, deleted_at = r."deletedAt", version = r.version, updated_at = ${at}
    from json_to_recordset(${JSON.stringify(changed)}::json) as r ("subjectId" uuid, "ownerId" uuid, tags text[], "deletedAt" timestamptz, version integer)
    where c.workspace_id = ${actor.workspaceId} and c.subject_id = r."subjectId"`.execute(tx)
  await recordMany(tx, actor, at, events)
  return changed.length
}
