import Type from 'typebox'
import { Id } from '#contract/kit.ts'
import { localDate } from '#kernel/calendar/zone.ts'
import { record, systemActor } from '#kernel/events.ts'
import { translate } from '#kernel/i18n.ts'
import { defineJob } from '#kernel/jobs.ts'
import type { Services } from '#kernel/services.ts'
import { notify } from '../notify.ts'
import { insertFile } from '../save-file.ts'
import { type Cells, csvOf } from './cells.ts'
import { compileExport, type ExportParams } from './compile.ts'
import { freeKeysOf, readInBatches } from './read-in-batches.ts'
import { exportReader } from './reader.ts'
import { exportSource } from './sources.ts'
import { xlsxOf } from './xlsx.ts'

const keptDays = 7
const mediaTypes = {
  csv: 'text/csv; charset=utf-8',
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
} as const

class Cancelled extends Error {}

/** Writes the file in one pass with constant memory. A repeat after a crash begins again: a half file is never kept. */
export const runExport = defineJob({
  name: 'platform.run_export',
  payload: Type.Object({ workspaceId: Id, exportId: Id }),
  retry: { limit: 3 },
  pool: 'bulk',
  async run({ workspaceId, exportId }, services, { signal, lastAttempt }) {
    const task = await begin(services, workspaceId, exportId)
    if (!task) return
    try {
      await write(services, task, signal)
    } catch (error) {
      if (error instanceof Cancelled) return
      if (lastAttempt) await fail(services, task)
      throw error
    }
  },
})

type Task = Awaited<ReturnType<typeof begin>> & {}

async function begin(services: Services, workspaceId: string, id: string) {
  const row = await services.db
    .updateTable('export')
    .set({ state: 'running', rowsWritten: 0 })
    .where('workspaceId', '=', workspaceId)
    .where('id', '=', id)
    .where('state', 'in', ['queued', 'running'])
    .returning(['id', 'list', 'format', 'params', 'createdBy'])
    .executeTakeFirst()
  if (!row) return null
  const { locale, ...reader } = await exportReader(services, workspaceId, row.createdBy)
  const format = row.format === 'xlsx' ? ('xlsx' as const) : ('csv' as const)
  return { ...row, workspaceId, format, locale, reader }
}

async function write(services: Services, task: Task, signal: AbortSignal) {
  const { workspaceId, id, list, format, locale, reader } = task
  const source = exportSource(list)
  if (!source) throw new Error(`nothing exports ${list}`)
  // Checked by the route; the column is ours.
  const params = task.params as ExportParams
  const freeKeys = params.columns ? [] : await freeKeysOf(services.pool, source, workspaceId)
  const { columns, statement } = compileExport(services.db, source, reader, params, freeKeys)
  let rows = 0
  const batches = async function* (): AsyncGenerator<readonly Cells[]> {
    for await (const batch of readInBatches(services.pool, statement)) {
      signal.throwIfAborted()
      rows += batch.length
      await report(services, task, rows)
      yield batch
    }
  }
  const title = translate(locale, `platform.exports.lists.${list}`)
  const content = format === 'csv' ? csvOf(batches(), columns, locale) : xlsxOf(batches(), columns, locale, title)
  const { key, bytes } = await services.files.put(content)
  const at = services.clock.now()
  const finished = await services.db.transaction().execute(async (tx) => {
    const row = await tx
      .updateTable('export')
      .set({ state: 'finished', rowsWritten: rows, finishedAt: at })
      .where('workspaceId', '=', workspaceId)
      .where('id', '=', id)
      .where('state', '=', 'running')
      .returning('id')
      .executeTakeFirst()
    if (!row) return false
    const fileId = await insertFile(tx, at, {
      workspaceId,
      name: `${title} ${localDate(reader.readerZone, at)}.${format}`,
      mediaType: mediaTypes[format],
      purpose: 'export',
      createdBy: task.createdBy,
      key,
      bytes,
      expiresAt: new Date(at.getTime() + keptDays * 86_400_000),
    })
    await tx.updateTable('export').set({ fileId }).where('workspaceId', '=', workspaceId).where('id', '=', id).execute()
    await record(tx, systemActor(workspaceId), at, 'export.finished', { exportId: id, list, rows }, [id])
    await notify(tx, at, workspaceId, [
      {
        memberIds: [task.createdBy],
        kind: 'export_finished',
        params: { list, rows },
        link: `/settings/exports?id=${id}`,
        dedupeKey: `export:${id}`,
      },
    ])
    return true
  })
  if (!finished) await services.files.remove(key)
}

/** Says how far it is, and hears whether it has been cancelled. */
async function report({ db }: Services, { workspaceId, id }: Task, rows: number) {
  const row = await db
    .updateTable('export')
    .set({ rowsWritten: rows })
    .where('workspaceId', '=', workspaceId)
    .where('id', '=', id)
    .where('state', '=', 'running')
    .returning('id')
    .executeTakeFirst()
  if (!row) throw new Cancelled()
}

async function fail(services: Services, { workspaceId, id, list, createdBy }: Task) {
  const at = services.clock.now()
  await services.db.transaction().execute(async (tx) => {
    const failed = await tx
      .updateTable('export')
      .set({ state: 'failed', finishedAt: at })
      .where('workspaceId', '=', workspaceId)
      .where('id', '=', id)
      .where('state', '=', 'running')
      .returning('id')
      .executeTakeFirst()
    if (!failed) return
    await record(tx, systemActor(workspaceId), at, 'export.failed', { exportId: id, list }, [id])
    await notify(tx, at, workspaceId, [
      {
        memberIds: [createdBy],
        kind: 'export_failed',
        params: { list },
        link: '/settings/exports',
        dedupeKey: `export:${id}`,
      },
    ])
  })
}
