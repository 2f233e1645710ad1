import { sql } from 'kysely'
import type { importsRoutes } from '#contract/imports.ts'
import type { Input, Reply } from '#contract/kit.ts'
import type { Tx } from '#kernel/db.ts'
import { record } from '#kernel/events.ts'
import type { Ctx } from '#kernel/http.ts'
import { Problem } from '#kernel/problem.ts'
import { checkOptions } from './check-options.ts'
import { missingOf, needsOf, resolveColumns } from './mapping.ts'
import { queueImport } from './queue-import.ts'
import { type Import, type ImportRecord, type ImportRow, selectImport, toImport, toRecord } from './records.ts'
import { suggestedColumns } from './suggest-columns.ts'

type Routes = typeof importsRoutes

/** Says which column fills which field. A trial run that has ended is forgotten: it was of another mapping. */
export const saveMapping = (
  ctx: Ctx,
  { params, body }: Input<Routes['PUT /imports/:id/mapping']>,
): Promise<ImportRecord> =>
  ctx.transact(async (tx) => {
    const { workspaceId } = ctx.actor
    const row = await selectImport(tx, workspaceId, params.id, { lock: true })
    if (isUnderWay(row)) throw new Problem('import_already_running')
    if (row.state !== 'uploaded' && !isEndedTrial(row)) throw new Problem('invalid_transition')
    const mapping = resolveColumns(row.kind, row.sniffed, body.columns)
    const options = body.options ?? row.options
    await checkOptions(tx, workspaceId, options)
    if (row.state !== 'uploaded') await forgetTrial(tx, workspaceId, row)
    await sql`update import set state = 'uploaded', mapping = ${JSON.stringify(mapping)}::jsonb, options = ${JSON.stringify(options)}::jsonb
      where workspace_id = ${workspaceId} and id = ${row.id}`.execute(tx)
    return toRecord(tx, workspaceId, await selectImport(tx, workspaceId, row.id))
  })

/** A fresh import, one that was only tried, or one that failed: that one goes on after its last committed row. */
export const startImport = (ctx: Ctx, { params, body }: Input<Routes['POST /imports/:id/start']>): Promise<Import> =>
  ctx.transact(async (tx) => {
    const { actor } = ctx
    const { workspaceId } = actor
    const row = await selectImport(tx, workspaceId, params.id, { lock: true })
    const dryRun = body.dryRun ?? (row.state === 'uploaded' && row.dryRun)
    if (isUnderWay(row)) throw new Problem('import_already_running')
    const goesOn = row.state === 'failed' && !row.dryRun && !dryRun
    if (row.state !== 'uploaded' && !isEndedTrial(row) && !goesOn) throw new Problem('invalid_transition')
    const mapping = row.mapping ?? suggestedColumns(row.sniffed)
    const missing = missingOf(row.kind, mapping)
    if (missing) throw new Problem('mapping_incomplete', {}, [{ pointer: '/columns', rule: missing.rule }])
    const needs = needsOf(row.kind, row.sniffed, mapping)
    if (needs.length > 0)
      throw new Problem(
        'import_not_ready',
        {},
        needs.map(({ index, question }) => ({ pointer: `/columns/${index}`, rule: `${question}_unknown` })),
      )
    if (isEndedTrial(row)) await forgetTrial(tx, workspaceId, row)
    if (!row.mapping)
      await sql`update import set mapping = ${JSON.stringify(mapping)}::jsonb where workspace_id = ${workspaceId} and id = ${row.id}`.execute(
        tx,
      )
    await queueImport(tx, actor, ctx.clock.now(), { id: row.id, kind: row.kind, fileName: row.fileName, dryRun })
    return toImport(await selectImport(tx, workspaceId, row.id))
  })

/** At once while it waits; a running one stops between two batches. */
export const cancelImport = (
  ctx: Ctx,
  { params }: Input<Routes['POST /imports/:id/cancel']>,
): Promise<Reply<Routes['POST /imports/:id/cancel']>> =>
  ctx.transact(async (tx) => {
    const { actor } = ctx
    const { workspaceId } = actor
    const at = ctx.clock.now()
    const row = await selectImport(tx, workspaceId, params.id, { lock: true })
    if (row.state === 'running') {
      await sql`update import set cancel_requested = true where workspace_id = ${workspaceId} and id = ${row.id}`.execute(
        tx,
      )
    } else if (row.state === 'uploaded' || row.state === 'queued') {
      await sql`update import set state = 'cancelled', finished_at = ${at} where workspace_id = ${workspaceId} and id = ${row.id}`.execute(
        tx,
      )
      const { kind, fileName, dryRun, rowsRead, rowsCreated, rowsUpdated, rowsRejected } = row
      const data = { importId: row.id, kind, fileName, dryRun, rowsRead, rowsCreated, rowsUpdated, rowsRejected }
      await record(tx, actor, at, 'import.cancelled', data, [row.id])
    } else throw new Problem('invalid_transition')
    return toImport(await selectImport(tx, workspaceId, row.id))
  })

const isUnderWay = ({ state }: ImportRow) => state === 'queued' || state === 'running'
const isEndedTrial = ({ state, dryRun }: ImportRow) =>
  dryRun && (state === 'finished' || state === 'failed' || state === 'cancelled')

async function forgetTrial(tx: Tx, workspaceId: string, { id }: ImportRow): Promise<void> {
  await sql`delete from import_rejection where workspace_id = ${workspaceId} and import_id = ${id}`.execute(tx)
  await sql`update import set rows_read = 0, rows_created = 0, rows_updated = 0, rows_unchanged = 0, rows_rejected = 0, cursor_row = 0,
      error_file_id = null, started_at = null, finished_at = null, problem = null
    where workspace_id = ${workspaceId} and id = ${id}`.execute(tx)
}
