import { sql } from 'kysely'
import { record } from '#kernel/events.ts'
import type { Ctx } from '#kernel/http.ts'
import { lockAlive } from './patch.ts'
import { readContact } from './read.ts'

/** Into the bin: invisible everywhere, with its identities, until restored. */
export const deleteContact = (ctx: Ctx, id: string): Promise<void> =>
  ctx.transact(async (tx) => {
    const { actor } = ctx
    const at = ctx.clock.now()
    const { deletedAt, version } = await lockAlive(tx, actor.workspaceId, id, { inBin: true })
    if (deletedAt) return
    await sql`update contact set deleted_at = ${at}, updated_at = ${at}, version = ${version + 1}
      where workspace_id = ${actor.workspaceId} and subject_id = ${id}`.execute(tx)
    await record(tx, actor, at, 'contact.deleted', { subjectId: id }, [id])
  })

/** Out of the bin. What somebody else took of its identities meanwhile stays with them. */
export const restoreContact = (ctx: Ctx, id: string) =>
  ctx.transact(async (tx) => {
    const { actor } = ctx
    const at = ctx.clock.now()
    const { deletedAt, version, email, phone } = await lockAlive(tx, actor.workspaceId, id, { inBin: true })
    if (deletedAt) {
      await sql`insert into identity (workspace_id, kind, value, subject_id, created_at)
        select ${actor.workspaceId}::uuid, k.kind, k.value, ${id}::uuid, ${at}::timestamptz
        from unnest(array['email', 'phone'], ${[email, phone]}::text[]) as k (kind, value) where k.value is not null
        on conflict do nothing`.execute(tx)
      await sql`update contact set deleted_at = null, updated_at = ${at}, version = ${version + 1}
        where workspace_id = ${actor.workspaceId} and subject_id = ${id}`.execute(tx)
      await record(tx, actor, at, 'contact.restored', { subjectId: id }, [id])
    }
    return readContact(tx, actor, id)
  })
