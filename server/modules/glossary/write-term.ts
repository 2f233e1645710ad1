import { sql } from 'kysely'
import type { glossaryRoutes, Term } from '#contract/glossary.ts'
import type { Tx } from '#kernel/db.ts'
import { type Actor, record } from '#kernel/events.ts'
import { type Ctx, type Handlers, requireVersion } from '#kernel/http.ts'
import { newId } from '#kernel/id.ts'
import { searchText } from '#kernel/text.ts'
import {
  type Content,
  changesBetween,
  cleaned,
  keysOf,
  requireFree,
  requirePeople,
  usualDepartments,
} from './content.ts'
import { readTerm } from './read-term.ts'
import { factsOf, lockTerm, type Row } from './select-terms.ts'

type Given = Parameters<Handlers<typeof glossaryRoutes>['POST /terms']>[1]['body']
type Change = Parameters<Handlers<typeof glossaryRoutes>['PATCH /terms/:id']>[1]['body']

export const createTerm = (ctx: Ctx, given: Given): Promise<Term> =>
  ctx.transact(async (tx) => {
    const { actor } = ctx
    const { workspaceId } = actor
    const content = cleaned({
      ...{ aliases: [], example: '', binding: { kind: 'none' } },
      ...given,
      departmentIds: given.departmentIds ?? (await usualDepartments(tx, workspaceId)),
    })
    await requirePeople(tx, workspaceId, content.departmentIds, given.ownerId ?? null)
    await requireFree(tx, workspaceId, content, null)
    const id = await insertTerm(
      tx,
      actor,
      ctx.clock.now(),
      content,
      given.ownerId === undefined ? actor.id : given.ownerId,
    )
    return readTerm(tx, ctx, id)
  })

/** A word and its first draft. The caller has seen to it that the words are free. */
export async function insertTerm(
  tx: Tx,
  actor: Actor,
  at: Date,
  content: Content,
  ownerId: string | null,
): Promise<string> {
  const id = newId()
  const { workspaceId } = actor
  await sql`insert into term (workspace_id, id, name, keys, owner_id, head_version, head_state, search, created_by, created_at, updated_at)
    values (${workspaceId}, ${id}, ${content.name}, ${keysOf(content)}, ${ownerId}, 1, 'draft', ${wordsOf(content)}, ${actor.id},
      ${at}, ${at})`.execute(tx)
  await insertVersion(tx, actor, at, id, 1, content)
  await record(tx, actor, at, 'term.created', factsOf({ id, name: content.name }), [id])
  return id
}

export async function insertVersion(tx: Tx, actor: Actor, at: Date, termId: string, version: number, content: Content) {
  const { name, aliases, definition, example, binding, departmentIds } = content
  await sql`insert into term_version (workspace_id, term_id, term_version, state, name, aliases, definition, example, binding,
      department_ids, created_by, created_at)
    values (${actor.workspaceId}, ${termId}, ${version}, 'draft', ${name}, ${aliases}, ${definition}, ${example},
      ${JSON.stringify(binding)}::jsonb, ${departmentIds}::uuid[], ${actor.id}, ${at})`.execute(tx)
}

/**
 * Rewrites the draft; a version that somebody has been asked to sign is never rewritten: a new draft follows it, and a proposal
 * that nobody has fully signed is withdrawn. The owner changes without a version. What stays the same makes no event.
 */
export const updateTerm = (ctx: Ctx, id: string, given: Change): Promise<Term> =>
  ctx.transact(async (tx) => {
    const { actor } = ctx
    const { workspaceId } = actor
    const at = ctx.clock.now()
    const old = await lockTerm(tx, workspaceId, id)
    requireVersion(ctx, old.version)
    const { ownerId = old.ownerId, ...words } = given
    const content = cleaned({ ...old, ...words })
    const changes = changesBetween(old, content)
    const isNewOwner = ownerId !== old.ownerId
    const isNewContent = Object.keys(changes).length > 0
    if (!isNewContent && !isNewOwner) return readTerm(tx, ctx, id)
    await requirePeople(
      tx,
      workspaceId,
      changes.departmentIds ? content.departmentIds : [],
      isNewOwner ? ownerId : null,
    )
    if (changes.name || changes.aliases) await requireFree(tx, workspaceId, content, id)
    const termVersion = isNewContent ? await writeDraft(tx, actor, at, old, content) : old.termVersion
    await sql`update term set name = ${content.name}, keys = ${keysOf(content)}, owner_id = ${ownerId}, head_version = ${termVersion},
        head_state = ${isNewContent ? 'draft' : old.state}, proposed_at = case when ${isNewContent} then null else proposed_at end,
        search = ${wordsOf(content)}, updated_at = ${at}, version = version + 1
      where workspace_id = ${workspaceId} and id = ${id}`.execute(tx)
    const all = { ...changes, ...(isNewOwner && { ownerId: [old.ownerId, ownerId] }) }
    await record(tx, actor, at, 'term.updated', { ...factsOf({ id, name: content.name }), termVersion, changes: all }, [
      id,
    ])
    return readTerm(tx, ctx, id)
  })

async function writeDraft(tx: Tx, actor: Actor, at: Date, old: Row, content: Content): Promise<number> {
  const { workspaceId } = actor
  if (old.state !== 'draft') {
    await withdraw(tx, workspaceId, at, old)
    await insertVersion(tx, actor, at, old.id, old.termVersion + 1, content)
    return old.termVersion + 1
  }
  const { name, aliases, definition, example, binding, departmentIds } = content
  await sql`update term_version set name = ${name}, aliases = ${aliases}, definition = ${definition}, example = ${example},
      binding = ${JSON.stringify(binding)}::jsonb, department_ids = ${departmentIds}::uuid[]
    where workspace_id = ${workspaceId} and term_id = ${old.id} and term_version = ${old.termVersion}`.execute(tx)
  return old.termVersion
}

/** A proposal that is overtaken: who signs it now is told that there is a newer one. */
export async function withdraw(tx: Tx, workspaceId: string, at: Date, { id, termVersion }: Row) {
  await sql`update term_version set state = 'withdrawn', ended_at = ${at}
    where workspace_id = ${workspaceId} and term_id = ${id} and term_version = ${termVersion} and state = 'proposed'`.execute(
    tx,
  )
}

const wordsOf = ({ name, aliases, definition }: Content) => searchText(name, ...aliases, definition)
