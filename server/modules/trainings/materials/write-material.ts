import { sql } from 'kysely'
import type { trainingPartsRoutes } from '#contract/training-part-routes.ts'
import type { Training } from '#contract/trainings.ts'
import type { Tx } from '#kernel/db.ts'
import { record } from '#kernel/events.ts'
import type { Ctx, Handlers } from '#kernel/http.ts'
import { newId } from '#kernel/id.ts'
import { filled, invalid, Problem } from '#kernel/problem.ts'
import { requireRun } from '../access.ts'
import { complete } from '../completions/complete.ts'
import { readTraining } from '../read-training.ts'
import { factsOf, lockTraining, type Row, readerOf, readRow, requireOpen, touch } from '../select-trainings.ts'
import { materialOf } from './select-materials.ts'

type Input = Handlers<typeof trainingPartsRoutes>
type Given = Parameters<Input['POST /trainings/:id/materials']>[1]['body']
type Change = Parameters<Input['PATCH /trainings/:id/materials/:materialId']>[1]['body']
export const mostMaterials = 50

/** A text or a link, at the end. Throws 422 without either, 400 on an address that is not of the web. */
export const addMaterial = (ctx: Ctx, id: string, given: Given): Promise<Training> =>
  changing(ctx, id, async (tx, training, at) => {
    const url = given.url === undefined ? null : webAddress(given.url)
    const body = given.body?.trim() ?? ''
    if (!url && body === '') throw new Problem('unprocessable', {}, [{ pointer: '/body', rule: 'required' }])
    await insertMaterial(tx, ctx, training, at, { kind: url ? 'link' : 'text', title: given.title, body, url })
  })

export type NewMaterial = {
  kind: 'text' | 'link' | 'file'
  title: string
  body?: string
  url?: string | null
  fileId?: string
}

export async function insertMaterial(tx: Tx, { actor }: Ctx, training: Row, at: Date, given: NewMaterial) {
  const { workspaceId } = actor
  if (training.materialCount >= mostMaterials)
    throw new Problem('unprocessable', {}, [{ pointer: '/title', rule: 'too_many_materials' }])
  const id = newId()
  const title = filled(given.title, '/title')
  await sql`insert into training_material (workspace_id, training_id, id, kind, title, body, url, file_id, position, created_by, created_at)
    values (${workspaceId}, ${training.id}, ${id}, ${given.kind}, ${title}, ${given.body ?? ''}, ${given.url ?? null}, ${given.fileId ?? null},
      ${training.materialCount}, ${actor.id}, ${at})`.execute(tx)
  const data = { ...factsOf(training), materialId: id, materialTitle: title }
  await record(tx, actor, at, 'training.material_added', data, [training.id])
}

export const changeMaterial = (ctx: Ctx, id: string, materialId: string, given: Change): Promise<Training> =>
  changing(ctx, id, async (tx, training, at) => {
    const { actor } = ctx
    const { workspaceId } = actor
    const old = await materialOf(tx, workspaceId, id, materialId)
    const title = given.title === undefined ? old.title : filled(given.title, '/title')
    if (given.url !== undefined && old.kind !== 'link') throw invalid('/url', 'not_for_kind')
    const url = given.url === undefined ? null : webAddress(given.url)
    await sql`update training_material set title = ${title}, url = coalesce(${url}, url),
        body = coalesce(${given.body?.trim() ?? null}, body)
      where workspace_id = ${workspaceId} and training_id = ${id} and id = ${materialId}`.execute(tx)
    if (given.position !== undefined) await moveMaterial(tx, workspaceId, id, materialId, given.position)
    const data = { ...factsOf(training), materialId, materialTitle: title }
    await record(tx, actor, at, 'training.material_changed', data, [id])
  })

async function moveMaterial(tx: Tx, workspaceId: string, trainingId: string, materialId: string, to: number) {
  const { rows } = await sql<{ id: string }>`select id from training_material
    where workspace_id = ${workspaceId} and training_id = ${trainingId} and removed_at is null order by position, id`.execute(
    tx,
  )
  const ids = rows.map((row) => row.id).filter((one) => one !== materialId)
  ids.splice(to, 0, materialId)
  await sql`update training_material x set position = (o.ordinal - 1)::int
    from unnest(${ids}::uuid[]) with ordinality as o (id, ordinal)
    where x.workspace_id = ${workspaceId} and x.training_id = ${trainingId} and x.id = o.id`.execute(tx)
}

/** Whoever has read it keeps that; nobody needs to read it any more. */
export const removeMaterial = (ctx: Ctx, id: string, materialId: string): Promise<Training> =>
  changing(ctx, id, async (tx, training, at) => {
    const { actor } = ctx
    const { title } = await materialOf(tx, actor.workspaceId, id, materialId)
    await sql`update training_material set removed_at = ${at}
      where workspace_id = ${actor.workspaceId} and training_id = ${id} and id = ${materialId}`.execute(tx)
    const data = { ...factsOf(training), materialId, materialTitle: title }
    await record(tx, actor, at, 'training.material_removed', data, [id])
  })

/** The reader's own word that it has been read; may complete the training. */
export const readMaterial = (ctx: Ctx, id: string, materialId: string): Promise<Training> =>
  ctx.transact(async (tx) => {
    const { actor } = ctx
    const { workspaceId } = actor
    const at = ctx.clock.now()
    const training = await readRow(tx, await readerOf(tx, actor, at), id)
    await materialOf(tx, workspaceId, id, materialId)
    requireOpen(training)
    await sql`insert into training_reading (workspace_id, training_id, material_id, member_id, read_at)
      values (${workspaceId}, ${id}, ${materialId}, ${actor.id}, ${at})
      on conflict (workspace_id, training_id, material_id, member_id) do update set read_at = excluded.read_at`.execute(
      tx,
    )
    await complete(tx, actor, at, training, [actor.id])
    return readTraining(tx, actor, at, id)
  })

const changing = (ctx: Ctx, id: string, work: (tx: Tx, training: Row, at: Date) => Promise<void>): Promise<Training> =>
  ctx.transact(async (tx) => {
    const { actor } = ctx
    const at = ctx.clock.now()
    const training = await lockTraining(tx, await readerOf(tx, actor, at), id)
    await requireRun(tx, actor, training)
    await work(tx, training, at)
    await touch(tx, actor.workspaceId, at, id)
    return readTraining(tx, actor, at, id)
  })

/** Only http and https: anything else could run in the reader's browser. */
export function webAddress(given: string): string {
  const url = URL.canParse(given.trim()) ? new URL(given.trim()) : null
  if (!url || !['http:', 'https:'].includes(url.protocol)) throw invalid('/url', 'web_address')
  return url.href
}
