import { sql } from 'kysely'
import type { Training } from '#contract/trainings.ts'
import { sendStored } from '#kernel/download.ts'
import type { Ctx } from '#kernel/http.ts'
import { Problem } from '#kernel/problem.ts'
import { receiveFile } from '#kernel/upload.ts'
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
  const { key, bytes, name, mediaType, title } = await receiveFile(ctx, { mediaTypes, mostBytes })
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
  sendStored({ files, reply }, file)
}
