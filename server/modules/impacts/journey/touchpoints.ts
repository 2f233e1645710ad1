import { sql } from 'kysely'
import type { journeyRoutes, Touchpoint } from '#contract/journey.ts'
import { changesOf } from '#kernel/changes.ts'
import type { Tx } from '#kernel/db.ts'
import { record } from '#kernel/events.ts'
import { type Ctx, type Handlers, requireVersion } from '#kernel/http.ts'
import { newId } from '#kernel/id.ts'
import { filled, Problem } from '#kernel/problem.ts'
import { setEdges } from '../edges.ts'
import { requireLinks, requirePeople } from './links.ts'
import { type LinkRef, readTouchpoint, selectTouchpoints, type TouchpointRow } from './read-map.ts'

type Body<K extends keyof typeof journeyRoutes> = Parameters<Handlers<typeof journeyRoutes>[K]>[1]['body']
type Given = Body<'PATCH /touchpoints/:id'>

export const createTouchpoint = (ctx: Ctx, given: Body<'POST /touchpoints'>): Promise<Touchpoint> =>
  ctx.transact(async (tx) => {
    const { actor } = ctx
    const { workspaceId } = actor
    const at = ctx.clock.now()
    const id = newId()
    const { stageId, departmentId = null, ownerId = null, promise = '', metric = '', target = '' } = given
    const name = filled(given.name, '/name')
    const links = unique(given.links ?? [])
    await requireAll(tx, workspaceId, { ...given, links })
    await sql`insert into touchpoint (workspace_id, id, stage_id, name, department_id, owner_id, promise, metric, target, links, position,
        created_at, updated_at)
      select ${workspaceId}::uuid, ${id}::uuid, ${stageId}::uuid, ${name}, ${departmentId}::uuid, ${ownerId}::uuid, ${promise.trim()},
        ${metric.trim()}, ${target.trim()}, ${JSON.stringify(links)}::jsonb, coalesce(max(position), -1) + 1, ${at}::timestamptz, ${at}::timestamptz
      from touchpoint where workspace_id = ${workspaceId} and stage_id = ${stageId}`.execute(tx)
    await draw(tx, at, workspaceId, id, links)
    await record(tx, actor, at, 'touchpoint.created', { touchpointId: id, stageId, name }, [id, stageId])
    return readTouchpoint(tx, workspaceId, id)
  })

/** Changes facts, and its place: `position` counts in the stage it is in afterwards. */
export const updateTouchpoint = (
  ctx: Ctx,
  id: string,
  { position, links: given, ...rest }: Given,
): Promise<Touchpoint> =>
  ctx.transact(async (tx) => {
    const { actor } = ctx
    const { workspaceId } = actor
    const at = ctx.clock.now()
    const old = await lockTouchpoint(tx, workspaceId, id)
    requireVersion(ctx, old.version)
    const facts = {
      ...rest,
      ...(rest.name !== undefined && { name: filled(rest.name, '/name') }),
      ...(given && { links: unique(given) }),
    }
    const changes = changesOf(old, facts)
    const next = { ...old, ...facts }
    const moves = position !== undefined || next.stageId !== old.stageId
    if (Object.keys(changes).length === 0 && !moves) return readTouchpoint(tx, workspaceId, id)
    await requireAll(tx, workspaceId, facts)
    await sql`update touchpoint set stage_id = ${next.stageId}, name = ${next.name}, department_id = ${next.departmentId}, owner_id = ${next.ownerId},
        promise = ${next.promise.trim()}, metric = ${next.metric.trim()}, target = ${next.target.trim()}, links = ${JSON.stringify(next.links)}::jsonb,
        version = version + 1, updated_at = ${at}
      where workspace_id = ${workspaceId} and id = ${id}`.execute(tx)
    if (moves) await place(tx, workspaceId, id, next.stageId, position ?? Number.MAX_SAFE_INTEGER)
    if (changes.links) await draw(tx, at, workspaceId, id, next.links)
    const facts_ = { touchpointId: id, stageId: next.stageId, name: next.name, changes }
    await record(tx, actor, at, 'touchpoint.updated', facts_, [id, next.stageId])
    return readTouchpoint(tx, workspaceId, id)
  })

export const deleteTouchpoint = (ctx: Ctx, id: string): Promise<void> =>
  ctx.transact(async (tx) => {
    const { actor } = ctx
    const at = ctx.clock.now()
    const { stageId, name, version } = await lockTouchpoint(tx, actor.workspaceId, id)
    requireVersion(ctx, version)
    await sql`update touchpoint set deleted_at = ${at}, version = version + 1 where workspace_id = ${actor.workspaceId} and id = ${id}`.execute(
      tx,
    )
    await draw(tx, at, actor.workspaceId, id, [])
    await record(tx, actor, at, 'touchpoint.deleted', { touchpointId: id, stageId, name }, [id, stageId])
  })

/** Back where it was; 404 while its stage is deleted. */
export const restoreTouchpoint = (ctx: Ctx, id: string): Promise<Touchpoint> =>
  ctx.transact(async (tx) => {
    const { actor } = ctx
    const { workspaceId } = actor
    const at = ctx.clock.now()
    const [row] = await selectTouchpoints(
      tx,
      workspaceId,
      sql`p.id = ${id} and p.deleted_at is not null and exists (select 1 from journey_stage s
        where s.workspace_id = ${workspaceId} and s.id = p.stage_id and s.deleted_at is null)`,
    )
    if (row) {
      await sql`update touchpoint set deleted_at = null, version = version + 1 where workspace_id = ${workspaceId} and id = ${id}`.execute(
        tx,
      )
      await draw(tx, at, workspaceId, id, row.links)
      const facts = { touchpointId: id, stageId: row.stageId, name: row.name }
      await record(tx, actor, at, 'touchpoint.restored', facts, [id, row.stageId])
    }
    return readTouchpoint(tx, workspaceId, id)
  })

/** A touchpoint depends on what the customer meets there. */
const draw = (tx: Tx, at: Date, workspaceId: string, id: string, links: readonly LinkRef[]) =>
  setEdges(tx, at, workspaceId, { type: 'touchpoint', id }, links, 'journey')

async function requireAll(tx: Tx, workspaceId: string, { stageId, ownerId, departmentId, links }: Given) {
  if (stageId !== undefined) {
    const { rows } = await sql`select 1 from journey_stage
      where workspace_id = ${workspaceId} and id = ${stageId} and deleted_at is null for share`.execute(tx)
    if (rows.length === 0) throw new Problem('unprocessable', {}, [{ pointer: '/stageId', rule: 'unknown_record' }])
  }
  await requirePeople(tx, workspaceId, [
    { pointer: '/ownerId', memberId: ownerId ?? null },
    { pointer: '/departmentId', departmentId: departmentId ?? null },
  ])
  await requireLinks(tx, workspaceId, links ?? [])
}

async function place(tx: Tx, workspaceId: string, id: string, stageId: string, position: number) {
  const { rows } = await sql<{ id: string }>`select id from touchpoint
    where workspace_id = ${workspaceId} and stage_id = ${stageId} and deleted_at is null order by position, id for update`.execute(
    tx,
  )
  const order = rows.map((row) => row.id).filter((one) => one !== id)
  order.splice(Math.min(position, order.length), 0, id)
  await sql`update touchpoint t set position = n.position from unnest(${order}::uuid[]) with ordinality as n(id, position)
    where t.workspace_id = ${workspaceId} and t.id = n.id`.execute(tx)
}

async function lockTouchpoint(tx: Tx, workspaceId: string, id: string): Promise<TouchpointRow> {
  await sql`select 1 from touchpoint where workspace_id = ${workspaceId} and id = ${id} for update`.execute(tx)
  const [row] = await selectTouchpoints(tx, workspaceId, sql`p.id = ${id} and p.deleted_at is null`)
  if (!row) throw new Problem('not_found')
  return row
}

const unique = (links: readonly LinkRef[]): LinkRef[] => [
  ...new Map(links.map((link) => [`${link.type} ${link.id}`, link])).values(),
]
