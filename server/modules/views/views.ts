import { sql } from 'kysely'
import type { Input, Reply } from '#contract/kit.ts'
import type { viewsRoutes } from '#contract/views.ts'
import type { Db, Tx } from '#kernel/db.ts'
import { record } from '#kernel/events.ts'
import type { Ctx } from '#kernel/http.ts'
import { newId } from '#kernel/id.ts'
import { Problem } from '#kernel/problem.ts'

type Routes = typeof viewsRoutes
type View = Reply<Routes['POST /views']>
type Row = Omit<View, 'mine'> & { memberId: string }

const mostViews = 200

export async function listViews(
  { db, actor }: Ctx,
  { query }: Input<Routes['GET /views']>,
): Promise<Reply<Routes['GET /views']>> {
  const { rows } = await sql<Row>`select id, list, name, shared, is_default, state, member_id from saved_view
    where workspace_id = ${actor.workspaceId} and list = ${query.list} and (member_id = ${actor.id} or shared)
    order by name, id limit ${mostViews * 2}`.execute(db)
  const views = rows.map((row) => toView(row, actor.id))
  // One view opens the list: the member's own before the team's.
  const own = views.find((view) => view.isDefault && view.mine)
  const first = own ?? views.find((view) => view.isDefault)
  return { items: views.map((view) => ({ ...view, isDefault: view === first })) }
}

export async function createView(ctx: Ctx, { body }: Input<Routes['POST /views']>): Promise<View> {
  const { workspaceId, id: memberId } = ctx.actor
  const { list, name, shared = false, isDefault = false, state } = body
  if (shared) mayShare(ctx)
  return ctx.transact(async (tx) => {
    const { rows } = await sql<{ n: number }>`select count(*) as n from saved_view
      where workspace_id = ${workspaceId} and list = ${list} and member_id = ${memberId}`.execute(tx)
    if (rows[0]!.n >= mostViews) throw new Problem('unprocessable')
    const id = newId()
    const at = ctx.clock.now()
    if (isDefault) await clearDefault(tx, ctx, list, shared)
    await tx
      .insertInto('savedView')
      .values({ workspaceId, id, list, name, memberId, shared, isDefault, state: JSON.stringify(state), createdAt: at })
      .execute()
    await record(tx, ctx.actor, at, 'view.saved', { viewId: id, list, name, shared }, [id])
    return read(tx, ctx, id)
  })
}

export async function updateView(ctx: Ctx, { params, body }: Input<Routes['PATCH /views/:id']>): Promise<View> {
  return ctx.transact(async (tx) => {
    const before = await editable(tx, ctx, params.id)
    if (body.shared) mayShare(ctx)
    const shared = body.shared ?? before.shared
    if (body.isDefault) await clearDefault(tx, ctx, before.list, shared)
    const { name, isDefault, state } = body
    await tx
      .updateTable('savedView')
      .set({
        shared,
        ...(name !== undefined && { name }),
        ...(isDefault !== undefined && { isDefault }),
        ...(state && { state: JSON.stringify(state) }),
      })
      .where('workspaceId', '=', ctx.actor.workspaceId)
      .where('id', '=', params.id)
      .execute()
    const after = await read(tx, ctx, params.id)
    await record(
      tx,
      ctx.actor,
      ctx.clock.now(),
      'view.saved',
      { viewId: after.id, list: after.list, name: after.name, shared },
      [after.id],
    )
    return after
  })
}

export async function deleteView(ctx: Ctx, { params }: Input<Routes['DELETE /views/:id']>): Promise<void> {
  await ctx.transact(async (tx) => {
    const { list, name, shared } = await editable(tx, ctx, params.id)
    await tx
      .deleteFrom('savedView')
      .where('workspaceId', '=', ctx.actor.workspaceId)
      .where('id', '=', params.id)
      .execute()
    await record(tx, ctx.actor, ctx.clock.now(), 'view.deleted', { viewId: params.id, list, name, shared }, [params.id])
  })
}

function mayShare({ actor }: Ctx) {
  if (!actor.permissions.has('views.share')) throw new Problem('forbidden', { permission: 'views.share' })
}

/** Mine, or a shared one that I may keep for the team. Another member's private view is not there. */
async function editable(tx: Tx, ctx: Ctx, id: string): Promise<View> {
  const view = await read(tx, ctx, id)
  if (!view.mine) mayShare(ctx)
  return view
}

/** One default a member and list, and one shared default a list. */
const clearDefault = (tx: Tx, { actor }: Ctx, list: string, shared: boolean) =>
  sql`update saved_view set is_default = false
    where workspace_id = ${actor.workspaceId} and list = ${list} and is_default and shared = ${shared} and (shared or member_id = ${actor.id})`.execute(
    tx,
  )

async function read(db: Db | Tx, { actor }: Ctx, id: string): Promise<View> {
  const { rows } = await sql<Row>`select id, list, name, shared, is_default, state, member_id from saved_view
    where workspace_id = ${actor.workspaceId} and id = ${id} and (member_id = ${actor.id} or shared)`.execute(db)
  if (!rows[0]) throw new Problem('not_found')
  return toView(rows[0], actor.id)
}

const toView = ({ memberId, ...row }: Row, reader: string): View => ({ ...row, mine: memberId === reader })
