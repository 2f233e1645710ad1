import { sql } from 'kysely'
import type { Project } from '#contract/projects.ts'
import { record } from '#kernel/events.ts'
import { type Ctx, requireVersion } from '#kernel/http.ts'
import { Problem } from '#kernel/problem.ts'
import { factsOf, lockProject, readProject } from './select-projects.ts'

/** A project that is in that state already is answered as it is. */
export const setClosed = (ctx: Ctx, id: string, closed: boolean): Promise<Project> =>
  ctx.transact(async (tx) => {
    const { actor } = ctx
    const at = ctx.clock.now()
    const project = await lockProject(tx, actor.workspaceId, id)
    requireVersion(ctx, project.version)
    if ((project.state === 'closed') !== closed) {
      await sql`update project set state = ${closed ? 'closed' : 'active'}, closed_at = ${closed ? at : null}, updated_at = ${at},
        version = version + 1 where workspace_id = ${actor.workspaceId} and id = ${id}`.execute(tx)
      await record(tx, actor, at, closed ? 'project.closed' : 'project.reopened', factsOf(project), [id])
    }
    return readProject(tx, actor.workspaceId, id)
  })

export const deleteProject = (ctx: Ctx, id: string): Promise<void> =>
  ctx.transact(async (tx) => {
    const { actor } = ctx
    const at = ctx.clock.now()
    const project = await lockProject(tx, actor.workspaceId, id)
    requireVersion(ctx, project.version)
    await sql`update project set deleted_at = ${at}, updated_at = ${at}, version = version + 1
      where workspace_id = ${actor.workspaceId} and id = ${id}`.execute(tx)
    await record(tx, actor, at, 'project.deleted', factsOf(project), [id])
  })

/** Brings a deleted project back; one that is there already is answered as it is. */
export const restoreProject = (ctx: Ctx, id: string): Promise<Project> =>
  ctx.transact(async (tx) => {
    const { actor } = ctx
    const at = ctx.clock.now()
    const { rows } = await sql<{
      id: string
      name: string
      deletedAt: Date | null
    }>`select id, name, deleted_at from project
      where workspace_id = ${actor.workspaceId} and id = ${id} for update`.execute(tx)
    const project = rows[0]
    if (!project) throw new Problem('not_found')
    if (project.deletedAt) {
      await sql`update project set deleted_at = null, updated_at = ${at}, version = version + 1
        where workspace_id = ${actor.workspaceId} and id = ${id}`.execute(tx)
      await record(tx, actor, at, 'project.restored', factsOf(project), [id])
    }
    return readProject(tx, actor.workspaceId, id)
  })
