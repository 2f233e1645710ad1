import { sql } from 'kysely'
import type { JourneyStage, journeyRoutes } from '#contract/journey.ts'
import { changesOf } from '#kernel/changes.ts'
import type { Tx } from '#kernel/db.ts'
import { record } from '#kernel/events.ts'
import { type Ctx, type Handlers, requireVersion } from '#kernel/http.ts'
import { newId } from '#kernel/id.ts'
import { filled, invalid, Problem } from '#kernel/problem.ts'
import { requirePeople } from './links.ts'
import { readStage, selectStages } from './read-map.ts'

type Body<K extends keyof typeof journeyRoutes> = Parameters<Handlers<typeof journeyRoutes>[K]>[1]['body']

export const createStage = (
  ctx: Ctx,
  { name, goal = '', owners = [] }: Body<'POST /journey-stages'>,
): Promise<JourneyStage> =>
  ctx.transact(async (tx) => {
    const { actor } = ctx
    const { workspaceId } = actor
    const at = ctx.clock.now()
    const id = newId()
    const trimmed = filled(name, '/name')
    await sql`insert into journey_stage (workspace_id, id, name, goal, position, created_at, updated_at)
      select ${workspaceId}::uuid, ${id}::uuid, ${trimmed}, ${goal.trim()}, coalesce(max(position), -1) + 1, ${at}::timestamptz, ${at}::timestamptz
      from journey_stage where workspace_id = ${workspaceId}`.execute(tx)
    await setOwners(tx, workspaceId, id, owners)
    await record(tx, actor, at, 'journey_stage.created', { stageId: id, name: trimmed }, [id])
    return readStage(tx, workspaceId, id)
  })

/** What stays the same makes no new version and no event. */
export const updateStage = (ctx: Ctx, id: string, given: Body<'PATCH /journey-stages/:id'>): Promise<JourneyStage> =>
  ctx.transact(async (tx) => {
    const { actor } = ctx
    const { workspaceId } = actor
    const at = ctx.clock.now()
    const old = await lockStage(tx, workspaceId, id)
    requireVersion(ctx, old.version)
    const next = {
      name: given.name === undefined ? old.name : filled(given.name, '/name'),
      goal: given.goal?.trim() ?? old.goal,
      owners: given.owners ?? old.owners,
    }
    const changes = changesOf(old, next)
    if (Object.keys(changes).length === 0) return readStage(tx, workspaceId, id)
    if (changes.owners) await setOwners(tx, workspaceId, id, next.owners)
    await sql`update journey_stage set name = ${next.name}, goal = ${next.goal}, version = version + 1, updated_at = ${at}
      where workspace_id = ${workspaceId} and id = ${id}`.execute(tx)
    await record(tx, actor, at, 'journey_stage.updated', { stageId: id, name: next.name, changes }, [id])
    return readStage(tx, workspaceId, id)
  })

/** Its touchpoints go with it, and come back with it. */
export const deleteStage = (ctx: Ctx, id: string): Promise<void> =>
  ctx.transact(async (tx) => {
    const { actor } = ctx
    const at = ctx.clock.now()
    const old = await lockStage(tx, actor.workspaceId, id)
    requireVersion(ctx, old.version)
    await sql`update journey_stage set deleted_at = ${at}, version = version + 1 where workspace_id = ${actor.workspaceId} and id = ${id}`.execute(
      tx,
    )
    await sql`update touchpoint set deleted_at = ${at} where workspace_id = ${actor.workspaceId} and stage_id = ${id} and deleted_at is null`.execute(
      tx,
    )
    await record(tx, actor, at, 'journey_stage.deleted', { stageId: id, name: old.name }, [id])
  })

export const restoreStage = (ctx: Ctx, id: string): Promise<JourneyStage> =>
  ctx.transact(async (tx) => {
    const { actor } = ctx
    const { workspaceId } = actor
    const { rows } = await sql<{ name: string; deletedAt: Date | null }>`select name, deleted_at from journey_stage
      where workspace_id = ${workspaceId} and id = ${id} for update`.execute(tx)
    const [stage] = rows
    if (!stage) throw new Problem('not_found')
    if (stage.deletedAt) {
      await sql`update touchpoint set deleted_at = null where workspace_id = ${workspaceId} and stage_id = ${id} and deleted_at = ${stage.deletedAt}`.execute(
        tx,
      )
      await sql`update journey_stage set deleted_at = null, version = version + 1 where workspace_id = ${workspaceId} and id = ${id}`.execute(
        tx,
      )
      await record(tx, actor, ctx.clock.now(), 'journey_stage.restored', { stageId: id, name: stage.name }, [id])
    }
    return readStage(tx, workspaceId, id)
  })

/** All stages, each once; 422 otherwise, so that nobody's new stage is lost. */
export const orderStages = (ctx: Ctx, ids: readonly string[]): Promise<void> =>
  ctx.transact(async (tx) => {
    const { workspaceId } = ctx.actor
    const { rows } = await sql<{ id: string }>`select id from journey_stage
      where workspace_id = ${workspaceId} and deleted_at is null order by id for update`.execute(tx)
    const known = new Set(rows.map((row) => row.id))
    if (new Set(ids).size !== ids.length || ids.length !== known.size || ids.some((id) => !known.has(id)))
      throw new Problem('unprocessable', {}, [{ pointer: '/ids', rule: 'every_stage' }])
    await sql`update journey_stage s set position = n.position from unnest(${ids}::uuid[]) with ordinality as n(id, position)
      where s.workspace_id = ${workspaceId} and s.id = n.id`.execute(tx)
    await record(tx, ctx.actor, ctx.clock.now(), 'journey_stage.reordered', { count: ids.length }, ids)
  })

async function setOwners(
  tx: Tx,
  workspaceId: string,
  stageId: string,
  owners: readonly { departmentId: string; memberId: string }[],
) {
  if (new Set(owners.map((owner) => owner.departmentId)).size !== owners.length)
    throw invalid('/owners', 'unique_items')
  await requirePeople(
    tx,
    workspaceId,
    owners.flatMap((owner, index) => [
      { pointer: `/owners/${index}/memberId`, memberId: owner.memberId },
      { pointer: `/owners/${index}/departmentId`, departmentId: owner.departmentId },
    ]),
  )
  await sql`delete from journey_owner where workspace_id = ${workspaceId} and stage_id = ${stageId}`.execute(tx)
  await sql`insert into journey_owner (workspace_id, stage_id, department_id, member_id)
    select ${workspaceId}::uuid, ${stageId}::uuid, o.department_id, o.member_id
    from unnest(${owners.map((one) => one.departmentId)}::uuid[], ${owners.map((one) => one.memberId)}::uuid[]) as o(department_id, member_id)`.execute(
    tx,
  )
}

async function lockStage(tx: Tx, workspaceId: string, id: string) {
  await sql`select 1 from journey_stage where workspace_id = ${workspaceId} and id = ${id} for update`.execute(tx)
  const [stage] = await selectStages(tx, workspaceId, sql`s.id = ${id} and s.deleted_at is null`)
  if (!stage) throw new Problem('not_found')
  return stage
}
