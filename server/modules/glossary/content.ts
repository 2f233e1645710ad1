import { sql } from 'kysely'
import type { TermBinding } from '#contract/glossary.ts'
import { sameJson } from '#kernel/changes.ts'
import type { Tx } from '#kernel/db.ts'
import { invalid, Problem } from '#kernel/problem.ts'
import { foldText } from '#kernel/text.ts'
import { conditionErrors } from '#modules/scoring/public.ts'

/** What a version says; changing any of it makes a new version. */
export type Content = {
  name: string
  aliases: string[]
  definition: string
  example: string
  binding: TermBinding
  departmentIds: string[]
}
export const contentFields = ['name', 'aliases', 'definition', 'example', 'binding', 'departmentIds'] as const

/** Trimmed, aliases once each and none that repeats the name. Throws 400 on blank words and on a condition that is none. */
export function cleaned(content: Content): Content {
  const name = required(content.name, '/name')
  const taken = new Set([foldText(name)])
  const aliases = content.aliases
    .map((alias, index) => required(alias, `/aliases/${index}`))
    .filter((alias) => !taken.has(foldText(alias)) && taken.add(foldText(alias)))
  if (content.binding.kind === 'condition') {
    const errors = conditionErrors(content.binding.condition, '/binding/condition')
    if (errors.length > 0) throw new Problem('invalid_request', {}, errors.slice(0, 20))
  }
  return {
    ...content,
    name,
    aliases,
    definition: required(content.definition, '/definition'),
    example: content.example.trim(),
    departmentIds: [...new Set(content.departmentIds)],
  }
}

function required(text: string, pointer: string): string {
  const trimmed = text.trim()
  if (foldText(trimmed) === '') throw invalid(pointer, 'min_length', { limit: 1 })
  return trimmed
}

export const keysOf = ({ name, aliases }: Pick<Content, 'name' | 'aliases'>): string[] =>
  [name, ...aliases].map(foldText)

/** One word has one meaning: throws 422 on a name or alias that another word has. Waits for others who write words. */
export async function requireFree(tx: Tx, workspaceId: string, content: Content, ownId: string | null): Promise<void> {
  await sql`select 1 from workspace where id = ${workspaceId} for no key update`.execute(tx)
  const { rows } = await sql<{ name: string; keys: string[] }>`select name, keys from term
    where workspace_id = ${workspaceId} and keys && ${keysOf(content)}::text[] and deleted_at is null
      and id is distinct from ${ownId}::uuid limit 50`.execute(tx)
  const errors = [content.name, ...content.aliases].flatMap((word, index) => {
    const other = rows.find((row) => row.keys.includes(foldText(word)))
    const pointer = index === 0 ? '/name' : `/aliases/${index - 1}`
    return other ? [{ pointer, rule: 'term_taken', params: { name: other.name } }] : []
  })
  if (errors.length > 0) throw new Problem('unprocessable', {}, errors)
}

/** Throws 422 on a department or an owner that is not there. */
export async function requirePeople(
  tx: Tx,
  workspaceId: string,
  departmentIds: readonly string[],
  ownerId: string | null,
): Promise<void> {
  const { rows } = await sql<{ id: string }>`select id from department
      where workspace_id = ${workspaceId} and deleted_at is null and id = any(${[...departmentIds]}::uuid[])
    union all
    select id from member where workspace_id = ${workspaceId} and removed_at is null and id = ${ownerId}::uuid`.execute(
    tx,
  )
  const known = new Set(rows.map((row) => row.id))
  const errors = [
    ...departmentIds.flatMap((id, index) =>
      known.has(id) ? [] : [{ pointer: `/departmentIds/${index}`, rule: 'unknown_record' }],
    ),
    ...(ownerId && !known.has(ownerId) ? [{ pointer: '/ownerId', rule: 'unknown_member' }] : []),
  ]
  if (errors.length > 0) throw new Problem('unprocessable', {}, errors)
}

/** The two that must speak the same language, unless a word says otherwise. */
export async function usualDepartments(tx: Tx, workspaceId: string): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`select id from department
    where workspace_id = ${workspaceId} and key in ('marketing', 'sales') and deleted_at is null order by key`.execute(
    tx,
  )
  return rows.map((row) => row.id)
}

/** `{ field: [before, after] }` of what really changes. */
export const changesBetween = (before: Content, after: Content): Record<string, unknown[]> =>
  Object.fromEntries(
    contentFields
      .filter((field) => !sameJson(before[field], after[field]))
      .map((field) => [field, [before[field], after[field]]]),
  )
