import { type RawBuilder, sql } from 'kysely'
import type { Project, projectStates, RunsOn } from '#contract/projects.ts'
import type { Db, Tx } from '#kernel/db.ts'
import { Problem } from '#kernel/problem.ts'

export type Owner = { departmentId: string; memberId: string }
export type Row = {
  id: string
  name: string
  purpose: string
  state: (typeof projectStates)[number]
  runsOnMeetings: boolean
  runsOnChecklist: boolean
  runsOnTraining: boolean
  startsOn: string | null
  endsOn: string | null
  closedAt: Date | null
  version: number
  createdAt: Date
  updatedAt: Date
  departmentIds: string[]
  owners: Owner[]
}

/** Projects as they are answered; the caller adds its own `where`, order and limit, on `p`. */
export const selectProjects = (workspaceId: string, where: RawBuilder<unknown>) =>
  sql<Row>`select p.id, p.name, p.purpose, p.state, p.runs_on_meetings, p.runs_on_checklist, p.runs_on_training, p.starts_on, p.ends_on,
    p.closed_at, p.version, p.created_at, p.updated_at,
    array(select s.department_id from project_seat s where s.workspace_id = ${workspaceId} and s.project_id = p.id
      order by s.position, s.department_id) as department_ids,
    coalesce((select jsonb_agg(jsonb_build_object('departmentId', s.department_id, 'memberId', s.owner_id) order by s.position, s.department_id)
      from project_seat s where s.workspace_id = ${workspaceId} and s.project_id = p.id and s.owner_id is not null), '[]'::jsonb) as owners
    from project p where p.workspace_id = ${workspaceId} and ${where}`

export async function findRow(db: Db | Tx, workspaceId: string, id: string): Promise<Row | null> {
  const { rows } = await selectProjects(workspaceId, sql`p.id = ${id} and p.deleted_at is null`).execute(db)
  return rows[0] ?? null
}

/** Throws 404 on a project that is not there, deleted, or another workspace's. */
export async function readRow(db: Db | Tx, workspaceId: string, id: string): Promise<Row> {
  const row = await findRow(db, workspaceId, id)
  if (!row) throw new Problem('not_found')
  return row
}

/** The same, locked until the transaction ends. */
export async function lockProject(tx: Tx, workspaceId: string, id: string): Promise<Row> {
  await sql`select 1 from project where workspace_id = ${workspaceId} and id = ${id} and deleted_at is null for update`.execute(
    tx,
  )
  return readRow(tx, workspaceId, id)
}

export const readProject = async (db: Db | Tx, workspaceId: string, id: string): Promise<Project> =>
  toProject(await readRow(db, workspaceId, id))

export const runsOnOf = (row: Row): RunsOn => ({
  meetings: row.runsOnMeetings,
  checklist: row.runsOnChecklist,
  training: row.runsOnTraining,
})

export const toProject = (row: Row): Project => ({
  id: row.id,
  name: row.name,
  purpose: row.purpose,
  state: row.state,
  runsOn: runsOnOf(row),
  departmentIds: row.departmentIds,
  owners: row.owners,
  startsOn: row.startsOn,
  endsOn: row.endsOn,
  closedAt: row.closedAt?.toISOString() ?? null,
  version: row.version,
  createdAt: row.createdAt.toISOString(),
  updatedAt: row.updatedAt.toISOString(),
})

/** What the ledger keeps of a project in every event. */
export const factsOf = ({ id, name }: { id: string; name: string }) => ({ projectId: id, projectName: name })
