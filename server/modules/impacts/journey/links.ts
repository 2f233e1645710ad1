import { sql } from 'kysely'
import type { Tx } from '#kernel/db.ts'
import { type FieldError, Problem } from '#kernel/problem.ts'
import { describeNodes, keyOf } from '../nodes.ts'
import type { LinkRef } from './read-map.ts'

type Person = { pointer: string; memberId?: string | null; departmentId?: string | null }

/** Throws 422 naming each member or department that is not (or no longer) in the workspace. */
export async function requirePeople(tx: Tx, workspaceId: string, people: readonly Person[]): Promise<void> {
  const idsOf = (ids: readonly (string | null | undefined)[]) => ids.filter((id) => typeof id === 'string')
  const { rows } = await sql<{ id: string }>`select id from member
      where workspace_id = ${workspaceId} and id = any(${idsOf(people.map((one) => one.memberId))}::uuid[]) and removed_at is null
    union all select id from department
      where workspace_id = ${workspaceId} and id = any(${idsOf(people.map((one) => one.departmentId))}::uuid[]) and deleted_at is null`.execute(
    tx,
  )
  const found = new Set(rows.map((row) => row.id))
  refuse(
    people.flatMap(({ pointer, memberId, departmentId }) => {
      const id = memberId ?? departmentId
      return id && !found.has(id) ? [{ pointer, rule: 'unknown_record' }] : []
    }),
  )
}

/** Throws 422 naming each link to something that does not exist. */
export async function requireLinks(tx: Tx, workspaceId: string, links: readonly LinkRef[]): Promise<void> {
  const described = await describeNodes(tx, workspaceId, links)
  refuse(
    links.flatMap((link, index) =>
      described.has(keyOf(link)) ? [] : [{ pointer: `/links/${index}/id`, rule: 'unknown_record' }],
    ),
  )
}

function refuse(errors: FieldError[]) {
  if (errors.length > 0) throw new Problem('unprocessable', {}, errors)
}
