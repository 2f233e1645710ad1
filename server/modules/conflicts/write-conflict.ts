import { sql } from 'kysely'
import type { Conflict, conflictsRoutes } from '#contract/conflicts.ts'
import { changesOf } from '#kernel/changes.ts'
import { record } from '#kernel/events.ts'
import { type Ctx, type Handlers, requireVersion } from '#kernel/http.ts'
import { newId } from '#kernel/id.ts'
import { filled, invalid, Problem } from '#kernel/problem.ts'
import { searchText } from '#kernel/text.ts'
import { bothTeams } from '#modules/accounts/public.ts'
import { requireProject } from '#modules/projects/public.ts'
import { insertEvidence } from './evidence.ts'
import { readConflict, selectSides } from './read-conflict.ts'
import { factsOf, lockConflict } from './select-conflicts.ts'
import { askForViews, writeSides } from './sides.ts'

type Given = Parameters<Handlers<typeof conflictsRoutes>['POST /conflicts']>[1]['body']
type Change = Parameters<Handlers<typeof conflictsRoutes>['PATCH /conflicts/:id']>[1]['body']

/** Puts a conflict on the table and asks the owners of the sides for their view. */
export const createConflict = (ctx: Ctx, given: Given): Promise<Conflict> =>
  ctx.transact(async (tx) => {
    const { actor } = ctx
    const { workspaceId } = actor
    const at = ctx.clock.now()
    const id = newId()
    const title = filled(given.title, '/title')
    const body = given.text ?? ''
    const sides = given.sides ?? (await bothTeams(tx, workspaceId, actor.id))
    if (sides.length < 2) throw invalid('/sides', 'min_items', { limit: 2 })
    await requireProject(tx, workspaceId, given.projectId)
    await sql`insert into conflict (workspace_id, id, title, body, project_id, opened_at, search, created_by, created_at, updated_at)
      values (${workspaceId}, ${id}, ${title}, ${body}, ${given.projectId ?? null}, ${at}, ${searchText(title, body)}, ${actor.id}, ${at}, ${at})`.execute(
      tx,
    )
    await writeSides(tx, workspaceId, id, at, sides)
    await insertEvidence(tx, workspaceId, id, at, given.evidence ?? [], '/evidence')
    const departmentIds = sides.map((side) => side.departmentId)
    await record(tx, actor, at, 'conflict.created', { ...factsOf({ id, title }), departmentIds }, [id])
    await askForViews(tx, ctx, { id, title })
    return readConflict(tx, ctx, id)
  })

/** Changes a conflict. What stays the same makes no new version and no event. */
export const updateConflict = (ctx: Ctx, id: string, given: Change): Promise<Conflict> =>
  ctx.transact(async (tx) => {
    const { actor } = ctx
    const { workspaceId } = actor
    const at = ctx.clock.now()
    const old = await lockConflict(tx, workspaceId, id)
    requireVersion(ctx, old.version)
    const before = { title: old.title, text: old.body, projectId: old.projectId }
    const after = {
      title: given.title === undefined ? old.title : filled(given.title, '/title'),
      text: given.text ?? old.body,
      projectId: given.projectId === undefined ? old.projectId : given.projectId,
    }
    const changes = changesOf(before, after)
    if (given.sides) {
      const there = await selectSides(tx, workspaceId, id)
      const seats = (sides: readonly { departmentId: string; ownerId: string }[]) =>
        sides.map(({ departmentId, ownerId }) => ({ departmentId, ownerId }))
      const said = given.sides.some((side) => side.view !== undefined)
      if (said || JSON.stringify(seats(there)) !== JSON.stringify(seats(given.sides)))
        changes.sides = [seats(there), seats(given.sides)]
    }
    if (Object.keys(changes).length === 0) return readConflict(tx, ctx, id)
    await requireProject(tx, workspaceId, given.projectId)
    if (given.sides) await writeSides(tx, workspaceId, id, at, given.sides)
    await sql`update conflict set title = ${after.title}, body = ${after.text}, project_id = ${after.projectId},
        search = ${searchText(after.title, after.text)}, updated_at = ${at}, version = version + 1
      where workspace_id = ${workspaceId} and id = ${id}`.execute(tx)
    await record(tx, actor, at, 'conflict.updated', { ...factsOf({ id, title: after.title }), changes }, [id])
    if (given.sides) await askForViews(tx, ctx, { id, title: after.title })
    return readConflict(tx, ctx, id)
  })

export const deleteConflict = (ctx: Ctx, id: string): Promise<void> =>
  ctx.transact(async (tx) => {
    const { actor } = ctx
    const at = ctx.clock.now()
    const conflict = await lockConflict(tx, actor.workspaceId, id)
    requireVersion(ctx, conflict.version)
    await sql`update conflict set deleted_at = ${at}, updated_at = ${at}, version = version + 1
      where workspace_id = ${actor.workspaceId} and id = ${id}`.execute(tx)
    await record(tx, actor, at, 'conflict.deleted', factsOf(conflict), [id])
  })

/** Brings a deleted conflict back; one that is there already is answered as it is. */
export const restoreConflict = (ctx: Ctx, id: string): Promise<Conflict> =>
  ctx.transact(async (tx) => {
    const { actor } = ctx
    const at = ctx.clock.now()
    const { rows } = await sql<{ title: string; deletedAt: Date | null }>`select title, deleted_at from conflict
      where workspace_id = ${actor.workspaceId} and id = ${id} for update`.execute(tx)
    if (!rows[0]) throw new Problem('not_found')
    if (rows[0].deletedAt) {
      await sql`update conflict set deleted_at = null, updated_at = ${at}, version = version + 1
        where workspace_id = ${actor.workspaceId} and id = ${id}`.execute(tx)
      await record(tx, actor, at, 'conflict.restored', factsOf({ id, title: rows[0].title }), [id])
    }
    return readConflict(tx, ctx, id)
  })
