import { sql } from 'kysely'
import { mergeFields } from '#contract/contact-merges.ts'
import type { Tx } from '#kernel/db.ts'
import { type Actor, record } from '#kernel/events.ts'
import type { Ctx } from '#kernel/http.ts'
import { newId } from '#kernel/id.ts'
import { invalid, Problem } from '#kernel/problem.ts'
import { readContact } from '../read.ts'
import { historyOf, type Moved, moveChildren } from './children.ts'
import { type ContactRow, differences, type FieldChanges, type MergeField, planMerge } from './plan.ts'

/** What a merge keeps to be taken back exactly. */
export type Before = { survivor: FieldChanges; merged: { deletedAt: string | null }; moved: Moved }
type Body = { duplicateId: string; survivorId?: string; takeFromMerged?: MergeField[] }

/**
 * Makes two contacts one: identities, consents, submissions, handovers, activities, tasks and deals move to the survivor,
 * the other one stays as a shell that points to it. The ledger is not rewritten: timelines read both.
 */
export const mergeContacts = (ctx: Ctx, id: string, body: Body) =>
  ctx.transact(async (tx) => {
    const { actor } = ctx
    const { workspaceId } = actor
    const at = ctx.clock.now()
    const [survivor, merged] = await chooseSurvivor(tx, workspaceId, id, body.duplicateId, body.survivorId)
    const changes = planMerge(survivor, merged, body.takeFromMerged ?? [])
    const moved = await moveChildren(tx, workspaceId, merged.subjectId, survivor.subjectId, at)
    await updateRow(
      tx,
      survivor,
      Object.fromEntries(Object.entries(changes).map(([field, [, value]]) => [field, value])),
      at,
    )
    await updateRow(tx, merged, { mergedInto: survivor.subjectId, deletedAt: at }, at)
    await closePair(tx, actor, at, survivor.subjectId, merged.subjectId)
    const mergeId = newId()
    const before: Before = { survivor: changes, merged: { deletedAt: merged.deletedAt?.toISOString() ?? null }, moved }
    await sql`insert into contact_merge (workspace_id, subject_id, id, merged_id, at, actor_id, before)
      values (${workspaceId}, ${survivor.subjectId}, ${mergeId}, ${merged.subjectId}, ${at}, ${actor.id}, ${JSON.stringify(before)}::jsonb)`.execute(
      tx,
    )
    const data = { subjectId: survivor.subjectId, mergedId: merged.subjectId, mergeId }
    await record(tx, actor, at, 'contact.merged', data, [survivor.subjectId, merged.subjectId])
    return { mergeId, contact: await readContact(tx, actor, survivor.subjectId) }
  })

/** `GET /contacts/:id/merge`: what would happen, for the dialog. */
export const previewMerge = (ctx: Ctx, id: string, duplicateId: string) =>
  ctx.db.transaction().execute(async (tx) => {
    const { workspaceId } = ctx.actor
    const [survivor, merged] = await chooseSurvivor(tx, workspaceId, id, duplicateId, undefined)
    const names = await companyNames(tx, workspaceId, [survivor.companyId, merged.companyId])
    const shown = (field: MergeField, value: string | null) =>
      field === 'companyId' && value ? (names.get(value) ?? value) : value
    return {
      survivorId: survivor.subjectId,
      mergedId: merged.subjectId,
      fields: differences(survivor, merged, mergeFields).map((one) => ({
        field: one.field,
        survivor: shown(one.field, one.survivor),
        merged: shown(one.field, one.merged),
      })),
    }
  })

/** The *known* one stays: more history, else longer known; unless told. Both rows are locked. */
async function chooseSurvivor(
  tx: Tx,
  workspaceId: string,
  id: string,
  duplicateId: string,
  told: string | undefined,
): Promise<[ContactRow, ContactRow]> {
  if (id === duplicateId) throw invalid('/duplicateId', 'same_contact')
  if (told !== undefined && told !== id && told !== duplicateId) throw invalid('/survivorId', 'one_of_both')
  const rows = await lockPair(tx, workspaceId, id, duplicateId)
  const history = await historyOf(tx, workspaceId, [id, duplicateId])
  const [mine, theirs] = rows
  const known =
    (history.get(id) ?? 0) - (history.get(duplicateId) ?? 0) ||
    theirs.firstSeenAt.getTime() - mine.firstSeenAt.getTime() ||
    (id < duplicateId ? 1 : -1)
  const survivorId = told ?? (known > 0 ? id : duplicateId)
  return survivorId === id ? [mine, theirs] : [theirs, mine]
}

async function lockPair(
  tx: Tx,
  workspaceId: string,
  id: string,
  duplicateId: string,
): Promise<[ContactRow, ContactRow]> {
  const rows = await tx
    .selectFrom('contact')
    .selectAll()
    .where('workspaceId', '=', workspaceId)
    .where('subjectId', 'in', [id, duplicateId])
    .orderBy('subjectId')
    .forNoKeyUpdate()
    .execute()
  const [mine, theirs] = [rows.find((row) => row.subjectId === id), rows.find((row) => row.subjectId === duplicateId)]
  if (!mine || !theirs) throw new Problem('not_found')
  for (const row of [mine, theirs]) {
    if (row.erasedAt) throw new Problem('contact_erased')
    if (row.mergedInto) throw new Problem('contact_already_merged', { contactId: row.mergedInto })
    if (row.deletedAt) throw new Problem('not_found')
  }
  return [mine, theirs]
}

/** Writes some columns of a contact, under a new version. */
export async function updateRow(tx: Tx, row: ContactRow, columns: Record<string, unknown>, at: Date): Promise<void> {
  const { customFields, firstTouch, lastTouch } = columns
  await tx
    .updateTable('contact')
    .set({
      ...columns,
      ...(customFields !== undefined && { customFields: JSON.stringify(customFields) }),
      ...(firstTouch !== undefined && { firstTouch: firstTouch && JSON.stringify(firstTouch) }),
      ...(lastTouch !== undefined && { lastTouch: lastTouch && JSON.stringify(lastTouch) }),
      version: row.version + 1,
      updatedAt: at,
    } as never)
    .where('workspaceId', '=', row.workspaceId)
    .where('subjectId', '=', row.subjectId)
    .execute()
}

const closePair = (tx: Tx, actor: Actor, at: Date, a: string, b: string) =>
  sql`update duplicate_candidate set dismissed_at = ${at}, dismissed_by = ${actor.id}
    where workspace_id = ${actor.workspaceId} and subject_id = ${a < b ? a : b} and other_id = ${a < b ? b : a} and dismissed_at is null`.execute(
    tx,
  )

async function companyNames(tx: Tx, workspaceId: string, ids: readonly (string | null)[]) {
  const { rows } = await sql<{ id: string; name: string }>`select id, name from company
    where workspace_id = ${workspaceId} and id = any (${ids.filter((one) => one !== null)}::uuid[])`.execute(tx)
  return new Map(rows.map(({ id, name }) => [id, name]))
}
