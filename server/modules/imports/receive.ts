import type { MultipartFile, MultipartValue } from '@fastify/multipart'
import { importKinds } from '#contract/imports.ts'
import type { Permission } from '#contract/permissions.ts'
import type { Ctx } from '#kernel/http.ts'
import { uploadProblem } from '#kernel/multipart.ts'
import { invalid, Problem } from '#kernel/problem.ts'
import { fileNameOf } from '#kernel/upload.ts'
import { checkOptions } from './check-options.ts'
import { keepImport } from './keep-import.ts'
import { resolveColumns } from './mapping.ts'
import { look, mappingOf, optionsOf } from './read-given.ts'
import type { ImportKind } from './reading/fields.ts'
import { storableSniff } from './storable-sniff.ts'

/**
 * Takes a file in: to disk as it comes, then looked at, then one row. It runs at once unless `start` is false or a date or
 * number of a mapped column can be read in two ways; then it waits as `uploaded`. Nothing is left of a refused file.
 */
export async function receiveImport(ctx: Ctx): Promise<{ id: string; state: 'queued' | 'uploaded' }> {
  const parts = await readParts(ctx)
  try {
    const kind = kindOf(ctx, parts.fields.kind)
    const sniffed = storableSniff(kind, await look(ctx.files.path(parts.key), sheetOf(parts.fields)))
    const given = mappingOf(parts.fields.mapping)
    const options = { ...given?.options, ...optionsOf(parts.fields.options) }
    await checkOptions(ctx.db, ctx.actor.workspaceId, options)
    const mapping = given ? resolveColumns(kind, sniffed, given.columns, '/mapping') : null
    const { key, bytes, fileName, fields } = parts
    const received = {
      key,
      bytes,
      fileName,
      kind,
      sniffed,
      mapping,
      options,
      dryRun: flagOf(fields.dryRun, 'dryRun', false),
      start: flagOf(fields.start, 'start', true),
    }
    return await ctx.transact((tx) => keepImport(tx, ctx.actor, ctx.clock.now(), received))
  } catch (error) {
    await ctx.files.remove(parts.key)
    throw error
  }
}

type Fields = Partial<Record<'kind' | 'sheet' | 'mapping' | 'options' | 'dryRun' | 'start', string>>
type Parts = { key: string; bytes: number; fileName: string; fields: Fields }
const fieldNames: readonly string[] = [
  'kind',
  'sheet',
  'mapping',
  'options',
  'dryRun',
  'start',
] satisfies (keyof Fields)[]
const isFieldName = (name: string): name is keyof Fields => fieldNames.includes(name)

/** Parts come in any order; the file goes to disk while it arrives. */
async function readParts({ request, files }: Ctx): Promise<Parts> {
  let stored: { key: string; bytes: number; fileName: string } | null = null
  const fields: Fields = {}
  try {
    for await (const part of request.parts()) {
      if (isFile(part)) {
        if (part.fieldname !== 'file') throw invalid(`/${part.fieldname}`, 'unknown_field')
        stored = { ...(await files.put(part.file)), fileName: fileNameOf(part.filename, 'import.csv') }
      } else if (isFieldName(part.fieldname)) fields[part.fieldname] = String(part.value)
      else throw invalid(`/${part.fieldname}`, 'unknown_field')
    }
    if (!stored) throw invalid('/file', 'required')
    return { ...stored, fields }
  } catch (error) {
    if (stored) await files.remove(stored.key)
    throw uploadProblem(error)
  }
}

const isFile = (part: MultipartFile | MultipartValue): part is MultipartFile => part.type === 'file'

const writing = {
  contacts: 'contacts.write',
  companies: 'companies.write',
  deals: 'deals.write',
  products: 'products.write',
  orders: 'orders.write',
} as const satisfies Record<ImportKind, Permission>

function kindOf({ actor }: Ctx, given: string | undefined): keyof typeof writing {
  if (given === undefined) throw invalid('/kind', 'required')
  const kind = importKinds.find((one) => one === given)
  if (!kind) throw invalid('/kind', 'enum')
  const permission = writing[kind]
  if (!actor.permissions.has(permission)) throw new Problem('forbidden', { permission })
  return kind
}

const sheetOf = ({ sheet }: Fields): { sheet?: string } => (sheet ? { sheet } : {})

function flagOf(text: string | undefined, name: string, fallback: boolean): boolean {
  if (text === undefined || text === '') return fallback
  if (text === 'true' || text === '1') return true
  if (text === 'false' || text === '0') return false
  throw invalid(`/${name}`, 'type')
}
