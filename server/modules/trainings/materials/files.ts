import { sql } from 'kysely'
import type { Training } from '#contract/trainings.ts'
import type { Ctx } from '#kernel/http.ts'
import { invalid, Problem } from '#kernel/problem.ts'
import { insertFile } from '#modules/platform/public.ts'
import { requireRun } from '../access.ts'
import { readTraining } from '../read-training.ts'
import { lockTraining, readerOf, readRow, touch } from '../select-trainings.ts'
import { insertMaterial } from './write-material.ts'

/** What people learn from. SVG and HTML are left out: they can carry scripts. */
const mediaTypes = new Set([
  'application/pdf',
  'text/plain',
  'text/csv',
  'image/png',
  'image/jpeg',
  'image/webp',
  'image/gif',
  'audio/mpeg',
  'video/mp4',
  'video/webm',
  'application/zip',
  'application/msword',
  'application/vnd.ms-excel',
  'application/vnd.ms-powerpoint',
  'application/vnd.oasis.opendocument.text',
  'application/vnd.oasis.opendocument.presentation',
  'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
  'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  'application/vnd.openxmlformats-officedocument.presentationml.presentation',
])
const mostBytes = 50 * 1024 * 1024

/** Takes a file in: to disk as it comes, then its rows. Nothing is left of a refused one. Throws 413 and 415. */
export async function addFile(ctx: Ctx, id: string): Promise<Training> {
  const { actor } = ctx
  const { workspaceId } = actor
  const at = ctx.clock.now()
  await requireRun(ctx.db, actor, await readRow(ctx.db, await readerOf(ctx.db, actor, at), id))
  const { key, bytes, name, mediaType, title } = await readParts(ctx)
  try {
    return await ctx.transact(async (tx) => {
      const training = await lockTraining(tx, await readerOf(tx, actor, at), id)
      const file = { workspaceId, name, mediaType, key, bytes, purpose: 'training', createdBy: actor.id }
      const fileId = await insertFile(tx, at, file)
      await insertMaterial(tx, ctx, training, at, { kind: 'file', title: title || name, fileId })
      await touch(tx, workspaceId, at, id)
      return readTraining(tx, actor, at, id)
    })
  } catch (error) {
    await ctx.files.remove(key)
    throw error
  }
}

export async function sendFile({ db, actor, files, reply }: Ctx, id: string, materialId: string): Promise<void> {
  const { rows } = await sql<{ storageKey: string; mediaType: string; bytes: number; name: string }>`
    select f.storage_key, f.media_type, f.bytes, f.name from training_material x
    join training t on t.workspace_id = x.workspace_id and t.workspace_id = ${actor.workspaceId} and t.id = x.training_id
    join file f on f.workspace_id = x.workspace_id and f.workspace_id = ${actor.workspaceId} and f.id = x.file_id
    where x.workspace_id = ${actor.workspaceId} and x.training_id = ${id} and x.id = ${materialId} and t.deleted_at is null`.execute(
    db,
  )
  const file = rows[0]
  if (!file) throw new Problem('not_found')
  reply
    .code(200)
    .header('content-type', file.mediaType)
    .header('content-length', file.bytes)
    .header('x-content-type-options', 'nosniff')
    .header(
      'content-disposition',
      `attachment; filename*=UTF-8''${encodeURIComponent(file.name).replace(/['()*]/g, '_')}`,
    )
    .send(files.open(file.storageKey))
}

type Part = { key: string; bytes: number; name: string; mediaType: string; title: string }

async function readParts({ request, files }: Ctx): Promise<Part> {
  let stored: Omit<Part, 'title'> | null = null
  let title = ''
  try {
    for await (const part of request.parts({ limits: { fileSize: mostBytes, files: 1 } })) {
      if (part.type === 'file' && part.fieldname === 'file' && !stored) {
        if (!mediaTypes.has(part.mimetype)) throw new Problem('unsupported_media_type')
        stored = { ...(await files.put(part.file)), name: fileName(part.filename), mediaType: part.mimetype }
        if (part.file.truncated) throw new Problem('body_too_large')
      } else if (part.type === 'field' && part.fieldname === 'title') title = String(part.value).trim().slice(0, 200)
      else throw invalid(`/${part.fieldname}`, 'unknown_field')
    }
    if (!stored) throw invalid('/file', 'required')
    if (stored.bytes === 0) throw invalid('/file', 'file_empty')
    return { ...stored, title }
  } catch (error) {
    if (stored) await files.remove(stored.key)
    throw error
  }
}

const fileName = (given: string) =>
  (given.split(/[\\/]/).at(-1) ?? '')
    .replace(/[\p{Cc}\p{Cs}]/gu, '')
    .trim()
    .slice(0, 200) || 'file'
