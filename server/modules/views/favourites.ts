import { sql } from 'kysely'
import type { Input, Reply } from '#contract/kit.ts'
import type { viewsRoutes } from '#contract/views.ts'
import type { Db, Tx } from '#kernel/db.ts'
import { record } from '#kernel/events.ts'
import type { Ctx } from '#kernel/http.ts'

type Routes = typeof viewsRoutes
type Favourites = Reply<Routes['GET /favourites']>

export const listFavourites = ({ db, actor }: Ctx): Promise<Favourites> => read(db, actor)

/** The whole list at once: adding, removing and moving are the same act. A link stands once, at its first place. */
export async function replaceFavourites(ctx: Ctx, { body }: Input<Routes['PUT /favourites']>): Promise<Favourites> {
  const { workspaceId, id: memberId } = ctx.actor
  const rows = body.items.filter(({ link }, index, all) => all.findIndex((other) => other.link === link) === index)
  return ctx.transact(async (tx) => {
    await sql`delete from favourite where workspace_id = ${workspaceId} and member_id = ${memberId}`.execute(tx)
    if (rows.length > 0) {
      await tx
        .insertInto('favourite')
        .values(rows.map(({ link, label }, position) => ({ workspaceId, memberId, link, label, position })))
        .execute()
    }
    await record(tx, ctx.actor, ctx.clock.now(), 'favourites.changed', { memberId }, [memberId])
    return read(tx, ctx.actor)
  })
}

async function read(db: Db | Tx, { workspaceId, id }: Ctx['actor']): Promise<Favourites> {
  const { rows } = await sql<Favourites['items'][number]>`select link, label from favourite
    where workspace_id = ${workspaceId} and member_id = ${id} order by position, link`.execute(db)
  return { items: rows }
}
