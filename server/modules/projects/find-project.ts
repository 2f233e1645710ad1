import type { RunsOn } from '#contract/projects.ts'
import type { Db, Tx } from '#kernel/db.ts'
import { Problem } from '#kernel/problem.ts'
import { findRow, runsOnOf } from './select-projects.ts'

export type FoundProject = { id: string; name: string; departmentIds: string[]; runsOn: RunsOn }

/** A project that is there (open or closed), or null. */
export async function findProject(db: Db | Tx, workspaceId: string, id: string): Promise<FoundProject | null> {
  const row = await findRow(db, workspaceId, id)
  return row && { id: row.id, name: row.name, departmentIds: row.departmentIds, runsOn: runsOnOf(row) }
}

/** Throws 422 at `/projectId` on a project that is not there; null and undefined are no project. */
export async function requireProject(
  db: Db | Tx,
  workspaceId: string,
  projectId: string | null | undefined,
): Promise<void> {
  if (projectId && !(await findRow(db, workspaceId, projectId)))
    throw new Problem('unprocessable', {}, [{ pointer: '/projectId', rule: 'unknown_record' }])
}
