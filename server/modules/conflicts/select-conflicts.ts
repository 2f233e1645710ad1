import { type RawBuilder, sql } from 'kysely'
import type { Static } from 'typebox'
import type { ConflictRow, conflictStates } from '#contract/conflicts.ts'
import type { Db, Tx } from '#kernel/db.ts'
import { Problem } from '#kernel/problem.ts'

export type State = (typeof conflictStates)[number]
export type Row = {
  id: string
  title: string
  body: string
  state: State
  projectId: string | null
  departmentIds: string[]
  ownerIds: string[]
  reviewOn: string | null
  recurrences: number
  openedAt: Date
  worsenedSince: Date | null
  createdBy: string
  createdAt: Date
  updatedAt: Date
  version: number
}

/** Conflicts as they are answered; the caller adds its own `where`, order and limit, on `c`. */
export const selectConflicts = (workspaceId: string, where: RawBuilder<unknown>) =>
  sql<Row>`select c.id, c.title, c.body, c.state, c.project_id, c.review_on, c.recurrences, c.opened_at, c.worsened_since, c.created_by,
      c.created_at, c.updated_at, c.version,
      array(select s.department_id from conflict_side s where s.workspace_id = ${workspaceId} and s.conflict_id = c.id order by s.position) as department_ids,
      array(select s.owner_id from conflict_side s where s.workspace_id = ${workspaceId} and s.conflict_id = c.id order by s.position) as owner_ids
    from conflict c where c.workspace_id = ${workspaceId} and ${where}`

/** Throws 404 on a conflict that is not there, deleted, or another workspace's. */
export async function readRow(db: Db | Tx, workspaceId: string, id: string): Promise<Row> {
  const { rows } = await selectConflicts(workspaceId, sql`c.id = ${id} and c.deleted_at is null`).execute(db)
  if (!rows[0]) throw new Problem('not_found')
  return rows[0]
}

/** The same, locked until the transaction ends: decisions and reviews of one conflict follow one another. */
export async function lockConflict(tx: Tx, workspaceId: string, id: string): Promise<Row> {
  const { rows } = await sql`select 1 from conflict
    where workspace_id = ${workspaceId} and id = ${id} and deleted_at is null for update`.execute(tx)
  if (rows.length === 0) throw new Problem('not_found')
  return readRow(tx, workspaceId, id)
}

export async function touch(tx: Tx, workspaceId: string, id: string, at: Date): Promise<void> {
  await sql`update conflict set updated_at = ${at}, version = version + 1
    where workspace_id = ${workspaceId} and id = ${id}`.execute(tx)
}

export const toSummary = (row: Row): Static<typeof ConflictRow> => ({
  id: row.id,
  title: row.title,
  state: row.state,
  projectId: row.projectId,
  departmentIds: row.departmentIds,
  ownerIds: [...new Set(row.ownerIds)],
  reviewOn: row.reviewOn,
  recurrences: row.recurrences,
  worsenedSince: row.worsenedSince?.toISOString() ?? null,
  version: row.version,
  createdAt: row.createdAt.toISOString(),
})

/** What the ledger keeps of a conflict in every event. */
export const factsOf = ({ id, title }: { id: string; title: string }) => ({ conflictId: id, conflictTitle: title })
