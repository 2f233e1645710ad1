import { createReadStream } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { sql } from 'kysely'
import type { Tx } from '#kernel/db.ts'
import { record } from '#kernel/events.ts'
import { translate } from '#kernel/i18n.ts'
import type { Services } from '#kernel/services.ts'
import { insertFile, notify } from '#modules/platform/public.ts'
import { errorFile } from '../reading/error-file.ts'
import { reasonOf } from '../reasons.ts'
import { errorFileTitles } from '../suggest-columns.ts'
import { factsOf } from './batch.ts'
import type { Task } from './task.ts'

const keptDays = 30
const pageSize = 1000

export type Failure = { code: string; detail: string }
type Totals = { rowsRead: number; rowsCreated: number; rowsUpdated: number; rowsRejected: number }

/** Writes the rejected rows to a file, closes the import and tells who started it. */
export async function endImport(services: Services, task: Task, state: 'finished' | 'cancelled'): Promise<void> {
  const { files, db, clock } = services
  const stored = await writeErrorFile(services, task)
  const at = clock.now()
  const isEnded = await db.transaction().execute(async (tx) => {
    const totals = await close(tx, task, at, state)
    if (!totals) return false
    if (stored) await keepErrorFile(tx, task, at, stored)
    await record(
      tx,
      task.actor,
      at,
      state === 'finished' ? 'import.finished' : 'import.cancelled',
      { ...factsOf(task), ...totals },
      [task.importId],
    )
    const { rowsCreated: created, rowsUpdated: updated, rowsRejected: rejected } = totals
    const kind = state === 'cancelled' ? 'import_cancelled' : task.dryRun ? 'import_checked' : 'import_finished'
    await tell(tx, task, at, kind, { fileName: task.fileName, created, updated, rejected })
    return true
  })
  if (!isEnded && stored) await files.remove(stored.key)
}

/** It cannot go on: what was imported before stays, and its rejected rows can still be fetched. */
export async function failImport(services: Services, task: Task, problem: Failure): Promise<void> {
  const stored = await writeErrorFile(services, task)
  const at = services.clock.now()
  const isEnded = await services.db.transaction().execute(async (tx) => {
    const totals = await close(tx, task, at, 'failed')
    if (!totals) return false
    if (stored) await keepErrorFile(tx, task, at, stored)
    await sql`update import set problem = ${JSON.stringify(problem)}::jsonb where workspace_id = ${task.workspaceId} and id = ${task.importId}`.execute(
      tx,
    )
    await record(tx, task.actor, at, 'import.failed', { ...factsOf(task), code: problem.code }, [task.importId])
    await tell(tx, task, at, 'import_failed', { fileName: task.fileName })
    return true
  })
  if (!isEnded && stored) await services.files.remove(stored.key)
}

async function close(
  tx: Tx,
  { workspaceId, importId }: Task,
  at: Date,
  state: 'finished' | 'cancelled' | 'failed',
): Promise<Totals | undefined> {
  const { rows } = await sql<Totals>`update import set state = ${state}, finished_at = ${at}, cancel_requested = false,
      rows_total = ${state === 'finished' ? sql`rows_read` : sql`rows_total`}
    where workspace_id = ${workspaceId} and id = ${importId} and state = 'running'
    returning rows_read, rows_created, rows_updated, rows_rejected`.execute(tx)
  return rows[0]
}

const tell = (
  tx: Tx,
  { workspaceId, importId, actor }: Task,
  at: Date,
  kind: string,
  params: Record<string, string | number>,
) =>
  notify(tx, at, workspaceId, [
    {
      memberIds: [actor.id],
      kind,
      params,
      link: `/imports/${importId}`,
      dedupeKey: `${kind}:${importId}:${at.toISOString()}`,
    },
  ])

type Stored = { key: string; bytes: number }

/** Null when no row was rejected. Read by key from the database, so that it never stands in memory. */
async function writeErrorFile(
  { db, files }: Services,
  { workspaceId, importId, locale, sniffed }: Task,
): Promise<Stored | null> {
  let page = await rejectedAfter(db, workspaceId, importId, 0)
  if (page.length === 0) return null
  const folder = await mkdtemp(join(tmpdir(), 'tandem-import-'))
  try {
    const path = join(folder, 'errors.csv')
    const out = errorFile(path, {
      columns: sniffed.columns,
      locale,
      titles: errorFileTitles(locale),
      reasonOf: (row) => reasonOf(locale, row.rule, row.params),
    })
    while (page.length > 0) {
      for (const { rowNumber, cells, field, rule, params } of page) {
        const content = typeof cells === 'string' ? { cells: null, detail: cells } : { cells }
        await out.write({ rowNumber, ...content, ...(field !== null && { field }), rule, params })
      }
      page = await rejectedAfter(db, workspaceId, importId, page.at(-1)!.rowNumber)
    }
    await out.close()
    return await files.put(createReadStream(path))
  } finally {
    await rm(folder, { recursive: true })
  }
}

type Rejected = {
  rowNumber: number
  cells: string[] | string
  field: string | null
  rule: string
  params: Record<string, string | number>
}

async function rejectedAfter(
  db: Services['db'],
  workspaceId: string,
  importId: string,
  after: number,
): Promise<Rejected[]> {
  const { rows } =
    await sql<Rejected>`select row_number, cells, field, rule, coalesce(params, '{}') as params from import_rejection
    where workspace_id = ${workspaceId} and import_id = ${importId} and row_number > ${after} order by row_number limit ${pageSize}`.execute(
      db,
    )
  return rows
}

async function keepErrorFile(
  tx: Tx,
  { workspaceId, importId, actor, fileName, locale }: Task,
  at: Date,
  stored: Stored,
): Promise<void> {
  const name = `${fileName.replace(/\.[^.]{1,5}$/, '')} ${translate(locale, 'imports.errorFile.suffix')}.csv`
  const id = await insertFile(tx, at, {
    workspaceId,
    name,
    mediaType: 'text/csv; charset=utf-8',
    purpose: 'import_errors',
    createdBy: actor.id,
    expiresAt: new Date(at.getTime() + keptDays * 86_400_000),
    ...stored,
  })
  await sql`update import set error_file_id = ${id} where workspace_id = ${workspaceId} and id = ${importId}`.execute(
    tx,
  )
}
