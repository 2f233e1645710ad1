import { sql } from 'kysely'
import type { Tx } from '#kernel/db.ts'
import { type Actor, record } from '#kernel/events.ts'
import { enqueue } from '#kernel/jobs.ts'
import type { ImportKind } from './reading/fields.ts'
import { runImport } from './run/run-import.ts'

/** Puts an import, whose row the transaction holds, into the queue. */
export async function queueImport(
  tx: Tx,
  actor: Actor,
  at: Date,
  of: { id: string; kind: ImportKind; fileName: string; dryRun: boolean },
): Promise<void> {
  const { id, kind, fileName, dryRun } = of
  const { workspaceId } = actor
  await sql`update import set state = 'queued', dry_run = ${dryRun}, cancel_requested = false, problem = null, finished_at = null
    where workspace_id = ${workspaceId} and id = ${id}`.execute(tx)
  await enqueue(tx, runImport, { workspaceId, importId: id })
  await record(tx, actor, at, 'import.started', { importId: id, kind, fileName, dryRun }, [id])
}
