import { sql } from 'kysely'
import { record } from '#kernel/events.ts'
import type { Ctx } from '#kernel/http.ts'
import { decodeCursor, toPage } from '#kernel/page.ts'
import { invalid, Problem } from '#kernel/problem.ts'
import { type ListedRow, listedColumns, listedFrom, listedItem } from '../list/columns.ts'
import type { DuplicateReason } from './note.ts'

type Pair = { subjectId: string; otherId: string; reason: DuplicateReason; at: Date }

/** The dedupe inbox, newest pair first. Pairs of which one has gone meanwhile are left out. */
export async function listDuplicates({ db, actor }: Ctx, query: { after?: string; limit?: number }) {
  const { workspaceId } = actor
  const limit = query.limit ?? 50
  const cursor = decodeCursor(query.after, 3)
  const { rows } = await sql<Pair>`select p.subject_id, p.other_id, p.reason, p.at from duplicate_candidate p
    join contact a on a.workspace_id = p.workspace_id and a.subject_id = p.subject_id and a.deleted_at is null
    join contact b on b.workspace_id = p.workspace_id and b.subject_id = p.other_id and b.deleted_at is null
    where p.workspace_id = ${workspaceId} and p.dismissed_at is null
      and ${cursor ? sql`(p.at, p.subject_id, p.other_id) < (${cursor[0]}::timestamptz, ${cursor[1]}::uuid, ${cursor[2]}::uuid)` : sql`true`}
    order by p.at desc, p.subject_id desc, p.other_id desc limit ${limit + 1}`.execute(db)
  const page = toPage(
    rows,
    limit,
    (row) => row,
    (row) => [row.at.toISOString(), row.subjectId, row.otherId],
  )
  const { rows: people } = await sql<
    ListedRow & { region: string | null }
  >`select ${sql.raw(listedColumns)}, c.region from ${sql.raw(listedFrom)}
    where c.workspace_id = ${workspaceId} and c.subject_id = any (${page.items.flatMap((row) => [row.subjectId, row.otherId])}::uuid[])`.execute(
    db,
  )
  const byId = new Map(people.map((row) => [row.id, { ...listedItem(row), region: row.region }]))
  return {
    next: page.next,
    items: page.items.map(({ subjectId, otherId, reason, at }) => ({
      id: `${subjectId}.${otherId}`,
      reason,
      at: at.toISOString(),
      contact: byId.get(subjectId)!,
      other: byId.get(otherId)!,
    })),
  }
}

/** These two are not one person; the pair is not offered again. */
export const dismissDuplicate = (
  ctx: Ctx,
  { contactId, otherId }: { contactId: string; otherId: string },
): Promise<void> =>
  ctx.transact(async (tx) => {
    const { actor } = ctx
    const at = ctx.clock.now()
    if (contactId === otherId) throw invalid('/otherId', 'same_contact')
    const [first, second] = contactId < otherId ? [contactId, otherId] : [otherId, contactId]
    const { rows } =
      await sql`update duplicate_candidate set dismissed_at = coalesce(dismissed_at, ${at}), dismissed_by = ${actor.id}
      where workspace_id = ${actor.workspaceId} and subject_id = ${first} and other_id = ${second} returning 1`.execute(
        tx,
      )
    if (rows.length === 0) throw new Problem('not_found')
    await record(tx, actor, at, 'contact.duplicate_dismissed', { subjectId: contactId, otherId }, [contactId, otherId])
  })
