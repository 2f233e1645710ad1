import { access } from 'node:fs/promises'
import { sql } from 'kysely'
import Type from 'typebox'
import { Id } from '#contract/kit.ts'
import { defineJob } from '#kernel/jobs.ts'
import type { Services } from '#kernel/services.ts'
import { readRows } from '../reading/read-rows.ts'
import { FileRefused } from '../reading/refusal.ts'
import { runBatch, Superseded } from './batch.ts'
import { endImport, failImport } from './end-import.ts'
import { linkParents } from './link-parents.ts'
import { rowReader } from './read-row.ts'
import { seenBefore } from './seen.ts'
import { readTask, type Task } from './task.ts'

const tellEveryMs = 1000

/**
 * Reads the file in batches of at most 1,000 rows, each in a transaction with the cursor: whatever happens, the next attempt
 * goes on after the last committed batch. A trial run takes its writes back and so begins anew.
 */
export const runImport = defineJob({
  name: 'imports.run',
  payload: Type.Object({ workspaceId: Id, importId: Id }),
  retry: { limit: 25 },
  pool: 'bulk',
  async run({ workspaceId, importId }, services, { signal, lastAttempt }) {
    const task = await begin(services, workspaceId, importId)
    if (!task) return
    try {
      await readFile(services, task, signal)
    } catch (error) {
      if (error instanceof FileRefused) return failImport(services, task, { code: error.code, detail: error.detail })
      if (isGone(error)) return failImport(services, task, { code: 'file_gone', detail: '' })
      // Ending well would take the job from whoever has taken the import over; ending badly leaves it to them.
      if (lastAttempt && !signal.aborted && !(error instanceof Superseded))
        await failImport(services, task, { code: 'server_error', detail: '' })
      throw error
    }
  },
})

async function readFile(services: Services, task: Task, signal: AbortSignal): Promise<void> {
  const file = await pathOf(services, task)
  const { kind, sniffed, mapped, options, zone } = task
  const read = rowReader(kind, sniffed, mapped, { zone, country: options.country ?? 'ES' })
  const isRepeated = task.dryRun ? seenBefore(kind) : null
  let toldAt = services.clock.now().getTime()
  for await (const rows of readRows(file, sniffed, { from: task.cursorRow + 1 })) {
    signal.throwIfAborted()
    const now = services.clock.now().getTime()
    const tell = now - toldAt >= tellEveryMs
    if (tell) toldAt = now
    const { cancelRequested } = await runBatch(services, task, { rows, read, isRepeated, tell })
    task.cursorRow = rows.at(-1)!.rowNumber
    if (cancelRequested) return endImport(services, task, 'cancelled')
  }
  if (kind === 'companies' && !task.dryRun) await linkParents(services, task, file, read, signal)
  await endImport(services, task, 'finished')
}

async function begin({ db, clock }: Services, workspaceId: string, importId: string): Promise<Task | null> {
  const at = clock.now()
  const { rows } = await sql<Parameters<typeof readTask>[3] & { cancelRequested: boolean }>`update import
    set state = 'running', started_at = coalesce(started_at, ${at})
    where workspace_id = ${workspaceId} and id = ${importId} and state in ('queued', 'running')
    returning kind, file_name, file_id, dry_run, sniffed, mapping, options, created_by, cursor_row, cancel_requested`.execute(
    db,
  )
  const row = rows[0]
  if (!row) return null
  if (row.dryRun && row.cursorRow > 0) {
    await db.transaction().execute(async (tx) => {
      await sql`update import set rows_read = 0, rows_created = 0, rows_updated = 0, rows_unchanged = 0, rows_rejected = 0, cursor_row = 0
        where workspace_id = ${workspaceId} and id = ${importId}`.execute(tx)
      await sql`delete from import_rejection where workspace_id = ${workspaceId} and import_id = ${importId}`.execute(
        tx,
      )
    })
    row.cursorRow = 0
  }
  return readTask(db, workspaceId, importId, row)
}

class FileGone extends Error {}
const isGone = (error: unknown) =>
  error instanceof FileGone || (error instanceof Error && 'code' in error && error.code === 'ENOENT')

async function pathOf({ db, files }: Services, { workspaceId, fileId }: Task): Promise<string> {
  const file = await db
    .selectFrom('file')
    .select('storageKey')
    .where('workspaceId', '=', workspaceId)
    .where('id', '=', fileId)
    .executeTakeFirst()
  if (!file) throw new FileGone()
  const path = files.path(file.storageKey)
  await access(path)
  return path
}
