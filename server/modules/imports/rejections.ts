import { sql } from 'kysely'
import type { importsRoutes } from '#contract/imports.ts'
import type { Input, Reply } from '#contract/kit.ts'
import { sendStored } from '#kernel/download.ts'
import type { Ctx } from '#kernel/http.ts'
import { decodeCursor, toPage } from '#kernel/page.ts'
import { Problem } from '#kernel/problem.ts'
import { selectImport } from './records.ts'

type Routes = typeof importsRoutes
type Row = {
  rowNumber: number
  cells: string[] | string
  field: string | null
  rule: string
  params: Record<string, string | number> | null
}

export async function listRejections(
  { db, actor }: Ctx,
  { params, query }: Input<Routes['GET /imports/:id/rejections']>,
): Promise<Reply<Routes['GET /imports/:id/rejections']>> {
  await selectImport(db, actor.workspaceId, params.id)
  const limit = query.limit ?? 50
  const after = decodeCursor(query.after, 1)?.[0] ?? 0
  const { rows } = await sql<Row>`select row_number, cells, field, rule, params from import_rejection
    where workspace_id = ${actor.workspaceId} and import_id = ${params.id} and row_number > ${after}
    order by row_number limit ${limit + 1}`.execute(db)
  return toPage(
    rows,
    limit,
    ({ rowNumber, cells, field, rule, params: values }) => ({
      rowNumber,
      column: field,
      rule,
      params: values ?? {},
      cells: typeof cells === 'string' ? null : cells,
      text: typeof cells === 'string' ? cells : null,
    }),
    (row) => [row.rowNumber],
  )
}

/** Streams the rejected rows as a download. Not there when no row was rejected or the file has expired. */
export async function sendErrorFile(
  { db, actor, clock, files, reply }: Ctx,
  { params }: Input<Routes['GET /imports/:id/error-file']>,
): Promise<void> {
  const { errorFileId } = await selectImport(db, actor.workspaceId, params.id)
  const file =
    errorFileId === null
      ? undefined
      : await db
          .selectFrom('file')
          .selectAll()
          .where('workspaceId', '=', actor.workspaceId)
          .where('id', '=', errorFileId)
          .executeTakeFirst()
  if (!file || (file.expiresAt && file.expiresAt <= clock.now())) throw new Problem('not_found')
  sendStored({ files, reply }, file)
}
