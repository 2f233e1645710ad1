import { sql } from 'kysely'
import type { Pipeline, pipelinesRoutes } from '#contract/pipelines.ts'
import type { Tx } from '#kernel/db.ts'
import { type Actor, record, recordMany } from '#kernel/events.ts'
import { type Ctx, type Handlers, requireVersion } from '#kernel/http.ts'
import { newId } from '#kernel/id.ts'
import { filled, invalid, Problem } from '#kernel/problem.ts'
import { foldText } from '#kernel/text.ts'
import { type DealFacts, dealFacts, dealSubjects } from './deal-facts.ts'
import { listPipelines } from './list-pipelines.ts'

type Given = Parameters<Handlers<typeof pipelinesRoutes>['PATCH /pipelines/:id']>[1]['body']
type StageGiven = NonNullable<Given['stages']>[number]

/**
 * Renames, adds, reorders and removes stages at once. A removed stage with open deals must say where they go: 422 names
 * it otherwise. Closed deals keep the stage they ended in, which stays in the table unseen.
 */
export const updatePipeline = (ctx: Ctx, id: string, { name, stages, moves = [] }: Given): Promise<Pipeline> =>
  ctx.transact(async (tx) => {
    const { actor } = ctx
    const { workspaceId } = actor
    const at = ctx.clock.now()
    await sql`select 1 from pipeline where workspace_id = ${workspaceId} and id = ${id} for no key update`.execute(tx)
    const before = await pipelineOf(tx, workspaceId, id)
    requireVersion(ctx, before.version)
    const newName = name === undefined ? before.name : filled(name, '/name')
    if (stages) {
      requireStages(before, stages)
      const written = await writeStages(tx, workspaceId, before, stages)
      const removed = before.stages.filter((stage) => !written.some((one) => one.id === stage.id))
      for (const stage of removed) await emptyStage(tx, actor, at, stage, moves, written)
      await sql`update pipeline_stage set deleted_at = ${at} where workspace_id = ${workspaceId} and id = any(${removed.map((stage) => stage.id)}::uuid[])`.execute(
        tx,
      )
    }
    await sql`update pipeline set name = ${newName}, version = version + 1 where workspace_id = ${workspaceId} and id = ${id}`.execute(
      tx,
    )
    const after = await pipelineOf(tx, workspaceId, id)
    const changes = {
      ...(after.name !== before.name && { name: [before.name, after.name] }),
      ...(stages && { stages: [before.stages.map(shortOf), after.stages.map(shortOf)] }),
    }
    await record(tx, actor, at, 'pipeline.updated', { pipelineId: id, name: after.name, changes }, [id])
    return after
  })

async function pipelineOf(tx: Tx, workspaceId: string, id: string): Promise<Pipeline> {
  const found = (await listPipelines(tx, workspaceId)).find((one) => one.id === id)
  if (!found) throw new Problem('not_found')
  return found
}

const shortOf = ({ name, probability, rotDays }: StageGiven) => ({ name, probability, rotDays })

function requireStages(before: Pipeline, stages: readonly StageGiven[]) {
  const known = new Set(before.stages.map((stage) => stage.id))
  const seen = new Set<string>()
  for (const [index, { id, name }] of stages.entries()) {
    if (id !== undefined && (!known.has(id) || seen.has(id)))
      throw new Problem('unprocessable', {}, [{ pointer: `/stages/${index}/id`, rule: 'unknown_record' }])
    const folded = foldText(filled(name, `/stages/${index}/name`))
    if (seen.has(folded)) throw invalid(`/stages/${index}/name`, 'unique_items')
    seen.add(folded)
    if (id !== undefined) seen.add(id)
  }
}

async function writeStages(
  tx: Tx,
  workspaceId: string,
  pipeline: Pipeline,
  stages: readonly StageGiven[],
): Promise<{ id: string; name: string }[]> {
  const { rows } = await sql<{
    key: string
  }>`select key from pipeline_stage where workspace_id = ${workspaceId} and pipeline_id = ${pipeline.id}`.execute(tx)
  const taken = new Set(rows.map((row) => row.key))
  const written = stages.map(({ id, name, probability, rotDays }, position) => ({
    id: id ?? newId(),
    isNew: id === undefined,
    position,
    key: id === undefined ? freeKey(name, taken) : '',
    name: name.trim(),
    probability,
    rot_days: rotDays,
  }))
  const json = JSON.stringify(written)
  await sql`update pipeline_stage s set position = n.position, name = n.name, probability = n.probability, rot_days = n.rot_days
    from jsonb_to_recordset(${json}::jsonb) as n(id uuid, position integer, name text, probability integer, rot_days integer)
    where s.workspace_id = ${workspaceId} and s.pipeline_id = ${pipeline.id} and s.id = n.id`.execute(tx)
  await sql`insert into pipeline_stage (workspace_id, id, pipeline_id, position, key, name, probability, rot_days)
    select ${workspaceId}::uuid, n.id, ${pipeline.id}::uuid, n.position, n.key, n.name, n.probability, n.rot_days
    from jsonb_to_recordset(${json}::jsonb) as n(id uuid, "isNew" boolean, position integer, key text, name text, probability integer, rot_days integer)
    where n."isNew"`.execute(tx)
  return written
}

/** A word for the wire from the name, unlike any that the pipeline ever had. */
function freeKey(name: string, taken: Set<string>): string {
  const base =
    foldText(name)
      .replace(/[^a-z0-9]+/g, '_')
      .replace(/^_|_$/g, '')
      .slice(0, 40) || 'stage'
  let key = base
  for (let number = 2; taken.has(key); number++) key = `${base}_${number}`
  taken.add(key)
  return key
}

async function emptyStage(
  tx: Tx,
  actor: Actor,
  at: Date,
  stage: Pipeline['stages'][number],
  moves: NonNullable<Given['moves']>,
  kept: readonly { id: string; name: string }[],
) {
  const { workspaceId } = actor
  const target = kept.find((one) => one.id === moves.find((move) => move.fromStageId === stage.id)?.toStageId)
  if (!target) {
    if (stage.openDeals > 0)
      throw new Problem('unprocessable', {}, [
        { pointer: '/moves', rule: 'stage_in_use', params: { stage: stage.name, deals: stage.openDeals } },
      ])
    // Deleted deals that might be restored go to the first stage.
    await moveAll(tx, workspaceId, at, stage.id, kept[0]!.id)
    return
  }
  const moved = await moveAll(tx, workspaceId, at, stage.id, target.id)
  await recordMany(
    tx,
    actor,
    at,
    moved
      .filter((deal) => !deal.isDeleted)
      .map((deal) => ({
        name: 'deal.stage_changed' as const,
        data: {
          ...dealFacts(deal),
          fromStageId: stage.id,
          fromStage: stage.name,
          toStageId: target.id,
          toStage: target.name,
        },
        subjects: dealSubjects(deal),
      })),
  )
}

/** Below the cards of the other column, in the order they had. */
async function moveAll(tx: Tx, workspaceId: string, at: Date, fromId: string, toId: string) {
  const { rows } = await sql<DealFacts & { isDeleted: boolean }>`with moving as materialized (
      select id, row_number() over (order by board_rank, id) + coalesce((select max(board_rank) from deal
        where workspace_id = ${workspaceId} and stage_id = ${toId} and state = 'open'), 0) as rank
      from deal where workspace_id = ${workspaceId} and stage_id = ${fromId} and state = 'open')
    update deal d set stage_id = ${toId}, board_rank = m.rank, stage_since = ${at}, updated_at = ${at}, version = d.version + 1
    from moving m where d.workspace_id = ${workspaceId} and d.id = m.id
    returning d.id, d.name, d.subject_id, d.company_id, d.deleted_at is not null as is_deleted`.execute(tx)
  return rows
}
