import { sql } from 'kysely'
import type { ImportOptions, importStates, importsRoutes } from '#contract/imports.ts'
import type { Input, Reply } from '#contract/kit.ts'
import type { Db, Tx } from '#kernel/db.ts'
import type { Ctx } from '#kernel/http.ts'
import { decodeCursor, toPage } from '#kernel/page.ts'
import { Problem } from '#kernel/problem.ts'
import { type MappedColumn, missingOf, needsOf } from './mapping.ts'
import { type ImportKind, importFields } from './reading/fields.ts'
import { readStages } from './run/pipeline-stages.ts'
import { stageValuesOf } from './stage-values.ts'
import type { StoredSniff } from './storable-sniff.ts'
import { suggestedColumns } from './suggest-columns.ts'

type Routes = typeof importsRoutes
export type Import = Reply<Routes['POST /imports/:id/cancel']>
export type ImportRecord = Reply<Routes['GET /imports/:id']>

export type ImportRow = {
  id: string
  kind: ImportKind
  fileId: string
  fileName: string
  state: (typeof importStates)[number]
  dryRun: boolean
  rowsTotal: number | null
  rowsRead: number
  rowsCreated: number
  rowsUpdated: number
  rowsUnchanged: number
  rowsRejected: number
  cancelRequested: boolean
  errorFileId: string | null
  problem: { code: string; detail: string } | null
  createdBy: string
  createdByName: string | null
  createdAt: Date
  startedAt: Date | null
  finishedAt: Date | null
  sniffed: StoredSniff
  mapping: MappedColumn[] | null
  options: ImportOptions
}

const listed =
  sql.raw(`i.id, i.kind, i.file_id, i.file_name, i.state, i.dry_run, i.rows_total, i.rows_read, i.rows_created, i.rows_updated,
  i.rows_unchanged, i.rows_rejected, i.cancel_requested, i.error_file_id, i.problem, i.created_by, m.full_name as created_by_name, i.created_at,
  i.started_at, i.finished_at`)

export async function listImports(
  { db, actor }: Ctx,
  { query }: Input<Routes['GET /imports']>,
): Promise<Reply<Routes['GET /imports']>> {
  const limit = query.limit ?? 50
  const after = decodeCursor(query.after, 2)
  const { rows } = await sql<Omit<ImportRow, 'sniffed' | 'mapping' | 'options'>>`select ${listed}
    from import i left join member m on m.workspace_id = i.workspace_id and m.id = i.created_by
    where i.workspace_id = ${actor.workspaceId}
      ${after ? sql`and (i.created_at, i.id) < (${after[0]}::timestamptz, ${after[1]}::uuid)` : sql``}
    order by i.created_at desc, i.id desc limit ${limit + 1}`.execute(db)
  return toPage(rows, limit, toImport, (row) => [row.createdAt.toISOString(), row.id])
}

/** Throws `not_found`. `lock`: holds the row until the transaction ends. */
export async function selectImport(
  db: Db | Tx,
  workspaceId: string,
  id: string,
  { lock = false } = {},
): Promise<ImportRow> {
  const { rows } = await sql<ImportRow>`select ${listed}, i.sniffed, i.mapping, i.options
    from import i left join member m on m.workspace_id = i.workspace_id and m.id = i.created_by
    where i.workspace_id = ${workspaceId} and i.id = ${id} ${lock ? sql`for no key update of i` : sql``}`.execute(db)
  if (!rows[0]) throw new Problem('not_found')
  return rows[0]
}

export function toImport(row: Omit<ImportRow, 'sniffed' | 'mapping' | 'options'>): Import {
  const {
    id,
    kind,
    fileName,
    state,
    dryRun,
    rowsTotal,
    rowsRead,
    rowsCreated,
    rowsUpdated,
    rowsUnchanged,
    rowsRejected,
    problem,
    createdBy,
    createdByName,
  } = row
  return {
    ...{
      id,
      kind,
      fileName,
      state,
      dryRun,
      rowsTotal,
      rowsRead,
      rowsCreated,
      rowsUpdated,
      rowsUnchanged,
      rowsRejected,
      problem,
      createdBy,
      createdByName,
    },
    errorFileUrl: row.errorFileId === null ? null : `/api/v1/imports/${id}/error-file`,
    cancelling: row.cancelRequested && state === 'running',
    createdAt: row.createdAt.toISOString(),
    startedAt: row.startedAt?.toISOString() ?? null,
    finishedAt: row.finishedAt?.toISOString() ?? null,
  }
}

const shownRows = 20

/** An import with what its file holds and how it is understood. */
export async function toRecord(db: Db | Tx, workspaceId: string, row: ImportRow): Promise<ImportRecord> {
  const { kind, sniffed, options } = row
  const { suggestions } = sniffed
  const mapping = row.mapping ?? suggestedColumns(sniffed)
  const stages = kind === 'deals' ? await readStages(db, workspaceId) : []
  const { values, targets } = stageValuesOf(kind, sniffed, mapping, options.stageValues ?? {}, stages)
  return {
    ...toImport(row),
    format: sniffed.format,
    encoding: sniffed.encoding,
    delimiter: sniffed.delimiter,
    sheet: sniffed.sheet ?? null,
    columns: sniffed.columns.map((name, index) => {
      const { type, dateOrder = null, decimal = null, emptyShare, examples } = sniffed.detections[index]!
      const { field, confidence, why } = suggestions[index]!
      return { index, name, type, dateOrder, decimal, emptyShare, examples, suggestion: { field, confidence, why } }
    }),
    fields: Object.entries(importFields[kind]).map(([field, { type }]) => ({ field, type })),
    sample: sniffed.sampleRows.slice(0, shownRows),
    mapping,
    options,
    needs: needsOf(kind, sniffed, mapping),
    missing: missingOf(kind, mapping),
    stageValues: values,
    stages: targets,
  }
}
