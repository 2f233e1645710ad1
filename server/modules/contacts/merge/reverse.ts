import { sql } from 'kysely'
import type { Tx } from '#kernel/db.ts'
import { record } from '#kernel/events.ts'
import type { Ctx } from '#kernel/http.ts'
import { Problem } from '#kernel/problem.ts'
import { readContact } from '../read.ts'
import { moveChildrenBack } from './children.ts'
import { type Before, updateRow } from './merge.ts'
import { planReversal } from './plan.ts'

/**
 * Takes a merge back: both contacts are as they were, but for what people changed since, which stays with the survivor.
 * `merge_not_reversible` when it was taken back already, or when one of both has since become part of somebody else or was erased.
 */
export const reverseMerge = (ctx: Ctx, id: string, mergeId: string) =>
  ctx.transact(async (tx) => {
    const { actor } = ctx
    const { workspaceId } = actor
    const at = ctx.clock.now()
    const { mergedId, before } = await findMerge(tx, workspaceId, id, mergeId)
    const rows = await tx
      .selectFrom('contact')
      .selectAll()
      .where('workspaceId', '=', workspaceId)
      .where('subjectId', 'in', [id, mergedId])
      .orderBy('subjectId')
      .forNoKeyUpdate()
      .execute()
    const [survivor, merged] = [
      rows.find((row) => row.subjectId === id),
      rows.find((row) => row.subjectId === mergedId),
    ]
    if (!survivor || merged?.mergedInto !== id || survivor.mergedInto || survivor.erasedAt || merged.erasedAt)
      throw new Problem('merge_not_reversible')
    await moveChildrenBack(tx, workspaceId, id, mergedId, before.moved)
    await updateRow(tx, survivor, planReversal(survivor, before.survivor), at)
    await updateRow(tx, merged, { mergedInto: null, deletedAt: before.merged.deletedAt }, at)
    await sql`update contact_merge set reversed_at = ${at} where workspace_id = ${workspaceId} and subject_id = ${id} and id = ${mergeId}`.execute(
      tx,
    )
    await record(tx, actor, at, 'contact.merge_reversed', { subjectId: id, mergedId, mergeId }, [id, mergedId])
    return { contact: await readContact(tx, actor, id), separated: await readContact(tx, actor, mergedId) }
  })

async function findMerge(tx: Tx, workspaceId: string, id: string, mergeId: string) {
  const { rows } = await sql<{
    mergedId: string
    before: Before
    reversedAt: Date | null
  }>`select merged_id, before, reversed_at from contact_merge
    where workspace_id = ${workspaceId} and subject_id = ${id} and id = ${mergeId} for update`.execute(tx)
  if (!rows[0]) throw new Problem('not_found')
  if (rows[0].reversedAt) throw new Problem('merge_not_reversible')
  return rows[0]
}
