import { sql } from 'kysely'
import { record } from '#kernel/events.ts'
import type { Ctx } from '#kernel/http.ts'
import { subjectIdsOf, survivorOf } from './read.ts'

const mostRows = 10_000
const tables = [
  'contact',
  'identity',
  'consent',
  'form_submission',
  'lifecycle_transition',
  'handover',
  'activity',
  'task',
  'deal',
] as const

/**
 * Everything about one person (GDPR art. 15 and 20), table by table in the words of the database, with everybody merged into
 * them, their visits and the ledger. At most 10,000 rows of each; the newest first. The export itself is recorded.
 */
export async function exportContact(ctx: Ctx, id: string): Promise<Record<string, unknown>> {
  const { db, actor } = ctx
  const { workspaceId } = actor
  const at = ctx.clock.now()
  const survivorId = await survivorOf(db, workspaceId, id)
  const ids = await subjectIdsOf(db, workspaceId, survivorId)
  const person: Record<string, unknown> = { contactId: survivorId, exportedAt: at.toISOString() }
  for (const table of tables) {
    const { rows } = await sql<{
      row: Record<string, unknown>
    }>`select to_jsonb(t) - 'workspace_id' - 'search' as row from ${sql.table(table)} t
      where t.workspace_id = ${workspaceId} and t.subject_id = any (${ids}::uuid[]) limit ${mostRows}`.execute(db)
    person[table] = rows.map(({ row }) => row)
  }
  const visits = await sql<{
    row: Record<string, unknown>
  }>`select to_jsonb(v) - 'workspace_id' as row from visit_event v
    where v.workspace_id = ${workspaceId} and v.visitor_id in (select value from identity
      where workspace_id = ${workspaceId} and kind = 'visitor' and subject_id = any (${ids}::uuid[])) order by v.at desc limit ${mostRows}`.execute(
    db,
  )
  person.visit_event = visits.rows.map(({ row }) => row)
  const events = await sql<{ row: Record<string, unknown> }>`select to_jsonb(e) - 'workspace_id' as row from event e
    where e.workspace_id = ${workspaceId} and e.subjects && ${ids}::uuid[] order by e.at desc limit ${mostRows}`.execute(
    db,
  )
  person.event = events.rows.map(({ row }) => row)
  await ctx.transact((tx) => record(tx, actor, at, 'contact.exported', { subjectId: survivorId }, [survivorId]))
  return person
}
