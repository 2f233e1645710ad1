import { sql } from 'kysely'
import type { Idea, ideasRoutes } from '#contract/ideas.ts'
import { changesOf } from '#kernel/changes.ts'
import type { Tx } from '#kernel/db.ts'
import { record } from '#kernel/events.ts'
import { type Ctx, type Handlers, requireVersion } from '#kernel/http.ts'
import { newId } from '#kernel/id.ts'
import { filled, Problem } from '#kernel/problem.ts'
import { searchText } from '#kernel/text.ts'
import { requireProject } from '#modules/projects/public.ts'
import { factsOf, lockIdea, type Row, readIdea } from './select-ideas.ts'

type Given = Parameters<Handlers<typeof ideasRoutes>['POST /ideas']>[1]['body']
type Change = Parameters<Handlers<typeof ideasRoutes>['PATCH /ideas/:id']>[1]['body']
type About = Pick<Row, 'departmentId' | 'productId' | 'campaignId' | 'projectId'>

/** Proposes an idea. Throws 422 on a department, product, campaign or project that is not there. */
export const createIdea = (ctx: Ctx, given: Given): Promise<Idea> =>
  ctx.transact(async (tx) => {
    const { actor } = ctx
    const { workspaceId } = actor
    const at = ctx.clock.now()
    const id = newId()
    const title = filled(given.title, '/title')
    const body = given.text ?? ''
    await requireKnown(tx, workspaceId, given)
    await sql`insert into idea (workspace_id, id, title, body, department_id, product_id, campaign_id, project_id, search,
        created_by, created_at, updated_at)
      values (${workspaceId}, ${id}, ${title}, ${body}, ${given.departmentId ?? null}, ${given.productId ?? null},
        ${given.campaignId ?? null}, ${given.projectId ?? null}, ${searchText(title, body)}, ${actor.id}, ${at}, ${at})`.execute(
      tx,
    )
    const departmentId = given.departmentId ?? null
    await record(tx, actor, at, 'idea.created', { ...factsOf({ id, title }), departmentId }, [id])
    return readIdea(tx, actor, id)
  })

/** Changes what an idea says. What stays the same makes no new version and no event. */
export const updateIdea = (ctx: Ctx, id: string, given: Change): Promise<Idea> =>
  ctx.transact(async (tx) => {
    const { actor } = ctx
    const at = ctx.clock.now()
    const old = await lockIdea(tx, actor, id)
    requireVersion(ctx, old.version)
    const before = pick(old)
    const changed = { ...given, ...(given.title !== undefined && { title: filled(given.title, '/title') }) }
    const changes = changesOf(before, changed)
    if (Object.keys(changes).length === 0) return readIdea(tx, actor, id)
    await requireKnown(tx, actor.workspaceId, given)
    const next = { ...before, ...changed }
    await sql`update idea set title = ${next.title}, body = ${next.text}, department_id = ${next.departmentId},
        product_id = ${next.productId}, campaign_id = ${next.campaignId}, project_id = ${next.projectId},
        search = ${searchText(next.title, next.text)}, updated_at = ${at}, version = version + 1
      where workspace_id = ${actor.workspaceId} and id = ${id}`.execute(tx)
    await record(tx, actor, at, 'idea.updated', { ...factsOf({ id, title: next.title }), changes }, [id])
    return readIdea(tx, actor, id)
  })

export const deleteIdea = (ctx: Ctx, id: string): Promise<void> =>
  ctx.transact(async (tx) => {
    const { actor } = ctx
    const at = ctx.clock.now()
    const idea = await lockIdea(tx, actor, id)
    requireVersion(ctx, idea.version)
    await sql`update idea set deleted_at = ${at}, updated_at = ${at}, version = version + 1
      where workspace_id = ${actor.workspaceId} and id = ${id}`.execute(tx)
    await record(tx, actor, at, 'idea.deleted', factsOf(idea), [id])
  })

/** Brings a deleted idea back; one that is there already is answered as it is. */
export const restoreIdea = (ctx: Ctx, id: string): Promise<Idea> =>
  ctx.transact(async (tx) => {
    const { actor } = ctx
    const at = ctx.clock.now()
    const { rows } = await sql<{ title: string; deletedAt: Date | null }>`select title, deleted_at from idea
      where workspace_id = ${actor.workspaceId} and id = ${id} for update`.execute(tx)
    if (!rows[0]) throw new Problem('not_found')
    if (rows[0].deletedAt) {
      await sql`update idea set deleted_at = null, updated_at = ${at}, version = version + 1
        where workspace_id = ${actor.workspaceId} and id = ${id}`.execute(tx)
      await record(tx, actor, at, 'idea.restored', factsOf({ id, title: rows[0].title }), [id])
    }
    return readIdea(tx, actor, id)
  })

const pick = ({ title, body, departmentId, productId, campaignId, projectId }: Row) => ({
  ...{ title, departmentId, productId, campaignId, projectId },
  text: body,
})

async function requireKnown(tx: Tx, workspaceId: string, given: { [K in keyof About]?: About[K] | undefined }) {
  const { departmentId = null, productId = null, campaignId = null } = given
  const { rows } = await sql<{ department: boolean; product: boolean; campaign: boolean }>`select
      ${departmentId}::uuid is null or exists (select 1 from department where workspace_id = ${workspaceId} and id = ${departmentId} and deleted_at is null) as department,
      ${productId}::uuid is null or exists (select 1 from product where workspace_id = ${workspaceId} and id = ${productId} and deleted_at is null) as product,
      ${campaignId}::uuid is null or exists (select 1 from campaign where workspace_id = ${workspaceId} and id = ${campaignId} and deleted_at is null) as campaign`.execute(
    tx,
  )
  const { department, product, campaign } = rows[0]!
  const errors = Object.entries({ departmentId: department, productId: product, campaignId: campaign }).flatMap(
    ([name, isKnown]) => (isKnown ? [] : [{ pointer: `/${name}`, rule: 'unknown_record' }]),
  )
  if (errors.length > 0) throw new Problem('unprocessable', {}, errors)
  await requireProject(tx, workspaceId, given.projectId)
}
