import type { MultipartFile, MultipartValue } from '@fastify/multipart'
import type { TSchema } from 'typebox'
import { Value } from 'typebox/value'
import { Compile } from 'typebox/compile'
import { ImportMapping, ImportOptions, importKinds, SimpleMapping } from '#contract/imports.ts'
import type { Permission } from '#contract/permissions.ts'
import type { ImportStates } from './states.ts'
import type { Ctx } from '#kernel/http.ts'
import { newId } from '#kernel/id.ts'
import { record } from '#kernel/events.ts'
import { invalid, Problem } from '#kernel/problem.ts'
import { closed, fieldErrors } from '#kernel/validation.ts'
import { insertFile } from '#modules/platform/public.ts'
import { checkOptions } from './check-options.ts'
import { columnsOfSimple, type MappedColumn, missingOf, needsOf, resolveColumns, suggestedColumns } from './mapping.ts'
import type { ImportKind } from './reading/fields.ts'
import { FileRefused } from './reading/refusal.ts'
import type { Sniffed } from './reading/rows.ts'
import { sniff } from './reading/sniff.ts'
import { queueImport } from './queue-import.ts'
import { type StoredSniff, storableSniff } from './storable-sniff.ts'

const keptDays = 30
const mediaTypes = { csv: 'text/csv', xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet' } as const

/**
 * Takes a file in: to disk as it comes, then looked at, then one row. It runs at once unless `start` is false or a date or
 * number of a mapped column can be read in two ways; then it waits as `uploaded`. Nothing is left of a refused file.
 */
export async function receiveImport(ctx: Ctx): Promise<{ id: string; state: ImportStates }> {
  const parts = await readParts(ctx)
  try {
    const kind = kindOf(ctx, parts.fields.kind)
    const sniffed = storableSniff(kind, await look(ctx.files.path(parts.key)))
    const given = mappingOf(parts.fields.mapping)
    const options = { ...given?.options, ...jsonOf(ImportOptions, parts.fields.options, 'options') }
    await checkOptions(ctx.db, ctx.actor.workspaceId, options)
    const mapping = given ? resolveColumns(kind, sniffed, given.columns, '/mapping') : null
    return await keep(ctx, { ...parts, kind, sniffed, mapping, options, dryRun: flagOf(parts.fields.dryRun, 'dryRun', false), start: flagOf(parts.fields.start, 'start', true) })
  } catch (error) {
    await ctx.files.remove(parts.key)
    throw error
  }
}

type Fields = Partial<Record<'kind' | 'mapping' | 'options' | 'dryRun' | 'start', string>>
type Parts = { key: string; bytes: number; fileName: string; fields: Fields }
const fieldNames: readonly string[] = ['kind', 'mapping', 'options', 'dryRun', 'start'] satisfies (keyof Fields)[]
const isFieldName = (name: string): name is keyof Fields => fieldNames.includes(name)

/** Parts come in any order; the file goes to disk while it arrives. */
async function readParts({ request, files }: Ctx): Promise<Parts> {
  let stored: { key: string; bytes: number; fileName: string } | null = null
  const fields: Fields = {}
  try {
    for await (const part of request.parts()) {
      if (isFile(part)) {
        if (part.fieldname !== 'file') throw invalid(`/${part.fieldname}`, 'unknown_field')
        stored = { ...(await files.put(part.file)), fileName: cleanName(part.filename) }
      } else if (isFieldName(part.fieldname)) fields[part.fieldname] = String(part.value)
      else throw invalid(`/${part.fieldname}`, 'unknown_field')
    }
    if (!stored) throw invalid('/file', 'required')
    return { ...stored, fields }
  } catch (error) {
    if (stored) await files.remove(stored.key)
    throw error
  }
}

const isFile = (part: MultipartFile | MultipartValue): part is MultipartFile => part.type === 'file'

/** Browsers and scripts may send a path. */
function cleanName(name: string): string {
  const last = (name.split(/[\\/]/).at(-1) ?? '').replace(/[\p{Cc}\p{Cs}]/gu, '').trim()
  return last.slice(0, 200) || 'import.csv'
}

const writing = { contacts: 'contacts.write', companies: 'companies.write', deals: 'deals.write' } as const satisfies Partial<Record<ImportKind, Permission>>

function kindOf({ actor }: Ctx, given: string | undefined): keyof typeof writing {
  if (given === undefined) throw invalid('/kind', 'required')
  const kind = importKinds.find((one) => one === given)
  if (!kind) throw invalid('/kind', 'enum')
  if (kind === 'products' || kind === 'orders') throw new Problem('unprocessable', {}, [{ pointer: '/kind', rule: 'kind_not_available_yet' }])
  const permission = writing[kind]
  if (!actor.permissions.has(permission)) throw new Problem('forbidden', { permission })
  return kind
}

async function look(path: string): Promise<Sniffed> {
  try {
    return await sniff(path)
  } catch (error) {
    if (!(error instanceof FileRefused)) throw error
    throw new Problem('file_unreadable', { detail: error.detail }, [{ pointer: '/file', rule: error.code }])
  }
}

function mappingOf(text: string | undefined): ImportMapping | null {
  if (text === undefined || text.trim() === '') return null
  const given = parseJson(text, 'mapping')
  if (Value.Check(SimpleMapping, given) && !(typeof given === 'object' && given !== null && 'columns' in given)) {
    return { columns: columnsOfSimple(given) }
  }
  return checked(ImportMapping, given, 'mapping')
}

const jsonOf = <S extends typeof ImportOptions>(schema: S, text: string | undefined, name: string): ImportOptions =>
  text === undefined || text.trim() === '' ? {} : checked(schema, parseJson(text, name), name)

function parseJson(text: string, name: string): unknown {
  try {
    return JSON.parse(text)
  } catch (error) {
    if (error instanceof SyntaxError) throw invalid(`/${name}`, 'malformed')
    throw error
  }
}

function checked<S extends TSchema>(schema: S, given: unknown, name: string) {
  const check = Compile(closed(schema))
  if (check.Check(given) && Value.Check(schema, given)) return given
  throw new Problem('invalid_request', {}, fieldErrors(check.Errors(given)).map((error) => ({ ...error, pointer: `/${name}${error.pointer}` })))
}

function flagOf(text: string | undefined, name: string, fallback: boolean): boolean {
  if (text === undefined || text === '') return fallback
  if (text === 'true' || text === '1') return true
  if (text === 'false' || text === '0') return false
  throw invalid(`/${name}`, 'type')
}

type Received = Parts & {
  kind: ImportKind
  sniffed: StoredSniff
  mapping: MappedColumn[] | null
  options: ImportOptions
  dryRun: boolean
  start: boolean
}

const keep = (ctx: Ctx, { kind, sniffed, options, dryRun, start, key, bytes, fileName, ...given }: Received) =>
  ctx.transact(async (tx) => {
    const { actor } = ctx
    const { workspaceId } = actor
    const at = ctx.clock.now()
    const mapping = given.mapping ?? suggestedColumns(sniffed)
    const missing = missingOf(kind, mapping)
    if (start && missing) throw new Problem('mapping_incomplete', {}, [{ pointer: '/mapping', rule: missing.rule }])
    const expiresAt = new Date(at.getTime() + keptDays * 86_400_000)
    const fileId = await insertFile(tx, at, { workspaceId, name: fileName, mediaType: mediaTypes[sniffed.format], purpose: 'import', createdBy: actor.id, expiresAt, key, bytes })
    const id = newId()
    const runs = start && needsOf(kind, sniffed, mapping).length === 0
    await tx
      .insertInto('import')
      .values({
        ...{ workspaceId, id, kind, fileId, fileName, dryRun, createdBy: actor.id, createdAt: at, state: 'uploaded' },
        sniffed: JSON.stringify(sniffed),
        mapping: given.mapping || runs ? JSON.stringify(mapping) : null,
        options: JSON.stringify(options),
        rowsTotal: sniffed.approximateRows,
      })
      .execute()
    await record(tx, actor, at, 'import.uploaded', { importId: id, kind, fileName, dryRun }, [id])
    if (runs) await queueImport(tx, actor, at, { id, kind, fileName, dryRun })
    return { id, state: runs ? ('queued' as const) : ('uploaded' as const) }
  })
