import type { MultipartFile, MultipartValue } from '@fastify/multipart'
import type { Ctx } from '#kernel/http.ts'
import { uploadProblem } from '#kernel/multipart.ts'
import { invalid, Problem } from '#kernel/problem.ts'
import { type FileRow, lookAtFile, readRows } from '#modules/imports/public.ts'
import { type ColumnName, neededColumns, resolveColumns } from './columns.ts'

export type Upload = { dryRun: boolean; columns: Map<ColumnName, number>; rows: FileRow[] }
const mostRows = 2000

/** The table that was sent, whole. 400 when it did not arrive, 422 when it is none, lacks a column or is too long. Nothing is left on disk. */
export async function readUpload(ctx: Ctx): Promise<Upload> {
  const { key, dryRun } = await readParts(ctx)
  try {
    return { dryRun, ...(await readTable(ctx.files.path(key))) }
  } finally {
    await ctx.files.remove(key)
  }
}

async function readParts({ request, files }: Ctx): Promise<{ key: string; dryRun: boolean }> {
  let key: string | null = null
  let dryRun = false
  try {
    for await (const part of request.parts()) {
      if (isFile(part)) {
        if (part.fieldname !== 'file') throw invalid(`/${part.fieldname}`, 'unknown_field')
        key = (await files.put(part.file)).key
      } else if (part.fieldname === 'dryRun') dryRun = flagOf(String(part.value))
      else throw invalid(`/${part.fieldname}`, 'unknown_field')
    }
    if (key === null) throw invalid('/file', 'required')
    return { key, dryRun }
  } catch (error) {
    if (key !== null) await files.remove(key)
    throw uploadProblem(error)
  }
}

async function readTable(path: string): Promise<Omit<Upload, 'dryRun'>> {
  const sniffed = await lookAtFile(path)
  const columns = resolveColumns(sniffed.columns)
  const missing = neededColumns.filter((column) => !columns.has(column))
  if (missing.length > 0)
    throw refused('information_columns_missing', { columns: missing.map((column) => `«${column}»`).join(', ') })
  const rows: FileRow[] = []
  for await (const batch of readRows(path, sniffed)) {
    rows.push(...batch)
    if (rows.length > mostRows) throw refused('too_many_rows', { limit: mostRows })
  }
  return { columns, rows }
}

const refused = (rule: string, params: Record<string, string | number>) =>
  new Problem('file_unreadable', {}, [{ pointer: '/file', rule, params }])

const isFile = (part: MultipartFile | MultipartValue): part is MultipartFile => part.type === 'file'

function flagOf(text: string): boolean {
  if (text === '' || text === 'false' || text === '0') return false
  if (text === 'true' || text === '1') return true
  throw invalid('/dryRun', 'type')
}
