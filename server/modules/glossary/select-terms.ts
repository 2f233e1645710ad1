import { type RawBuilder, sql } from 'kysely'
import type { TermBinding, TermRow, termStates } from '#contract/glossary.ts'
import type { Db, Tx } from '#kernel/db.ts'
import { Problem } from '#kernel/problem.ts'

/** A word with the content of its newest version. */
export type Row = {
  id: string
  name: string
  aliases: string[]
  definition: string
  example: string
  ownerId: string | null
  binding: TermBinding
  departmentIds: string[]
  state: (typeof termStates)[number]
  termVersion: number
  signatures: TermRow['signatures']
  inForceVersion: number | null
  outdatedAt: Date | null
  ruleVersion: number | null
  search: string
  version: number
  createdAt: Date
  updatedAt: Date
}

/** Words as they are answered; the caller adds its own `where`, order and limit, on `t` and its newest version `v`. */
export const selectTerms = (workspaceId: string, where: RawBuilder<unknown>) =>
  sql<Row>`select t.id, v.name, v.aliases, v.definition, v.example, t.owner_id, v.binding, v.department_ids, t.head_state as state,
    t.head_version as term_version, ${signaturesOf(workspaceId)} as signatures, t.in_force_version, t.outdated_at, v.rule_version,
    t.search, t.version, t.created_at, t.updated_at
    from term t join term_version v on v.workspace_id = t.workspace_id and v.term_id = t.id and v.term_version = t.head_version
    where t.workspace_id = ${workspaceId} and v.workspace_id = ${workspaceId} and ${where}`

/** The signatures of a version `v`, in the order in which they were given. */
export const signaturesOf = (workspaceId: string) =>
  sql`coalesce((select jsonb_agg(jsonb_build_object('departmentId', s.department_id, 'memberId', s.member_id,
      'signedAt', to_char(s.signed_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')) order by s.signed_at, s.department_id)
    from term_signature s where s.workspace_id = ${workspaceId} and s.term_id = v.term_id and s.term_version = v.term_version), '[]'::jsonb)`

/** Throws 404 on a word that is not there, deleted, or another workspace's. */
export async function readRow(db: Db | Tx, workspaceId: string, id: string): Promise<Row> {
  const { rows } = await selectTerms(workspaceId, sql`t.id = ${id} and t.deleted_at is null`).execute(db)
  if (!rows[0]) throw new Problem('not_found')
  return rows[0]
}

/** The same, held until the transaction ends: who signs at the same time waits and then sees this signature. */
export async function lockTerm(tx: Tx, workspaceId: string, id: string): Promise<Row> {
  await sql`select 1 from term where workspace_id = ${workspaceId} and id = ${id} and deleted_at is null for update`.execute(
    tx,
  )
  return readRow(tx, workspaceId, id)
}

export const factsOf = ({ id, name }: { id: string; name: string }) => ({ termId: id, name })
export const versionOf = (row: Pick<Row, 'id' | 'name' | 'termVersion'>) => ({
  ...factsOf(row),
  termVersion: row.termVersion,
})
