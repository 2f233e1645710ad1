import { type RawBuilder, sql } from 'kysely'
import type { Activity } from '#contract/activities.ts'
import type { Db, Tx } from '#kernel/db.ts'
import { Problem } from '#kernel/problem.ts'

type Words<K extends keyof Activity> = NonNullable<Activity[K]>
export type ActivityRow = {
  id: string
  kind: Words<'kind'>
  subjectId: string | null
  contactName: string | null
  companyId: string | null
  companyName: string | null
  dealId: string | null
  dealName: string | null
  title: string | null
  body: string
  direction: Words<'direction'> | null
  outcome: Words<'outcome'> | null
  happenedAt: Date
  durationMinutes: number | null
  authorId: string
  authorName: string
  version: number
  createdAt: Date
  updatedAt: Date
}

export const selectActivities = (workspaceId: string, where: RawBuilder<unknown>) =>
  sql<ActivityRow>`select a.id, a.kind, a.subject_id, coalesce(nullif(c.full_name, ''), c.email) as contact_name, a.company_id, o.name as company_name,
      a.deal_id, d.name as deal_name, a.title, a.body, a.direction, a.outcome, a.happened_at, a.duration_minutes, a.author_id,
      coalesce(m.full_name, '') as author_name, a.version, a.created_at, a.updated_at
    from activity a
    left join contact c on c.workspace_id = a.workspace_id and c.workspace_id = ${workspaceId} and c.subject_id = a.subject_id
    left join company o on o.workspace_id = a.workspace_id and o.workspace_id = ${workspaceId} and o.id = a.company_id
    left join deal d on d.workspace_id = a.workspace_id and d.workspace_id = ${workspaceId} and d.id = a.deal_id
    left join member m on m.workspace_id = a.workspace_id and m.workspace_id = ${workspaceId} and m.id = a.author_id
    where a.workspace_id = ${workspaceId} and ${where}`

/** Throws 404 on an activity that is not there, deleted, or another workspace's. */
export async function readActivityRow(db: Db | Tx, workspaceId: string, id: string): Promise<ActivityRow> {
  const { rows } = await selectActivities(workspaceId, sql`a.id = ${id} and a.deleted_at is null`).execute(db)
  if (!rows[0]) throw new Problem('not_found')
  return rows[0]
}
export const readActivity = async (db: Db | Tx, workspaceId: string, id: string): Promise<Activity> =>
  toActivity(await readActivityRow(db, workspaceId, id))

export const toActivity = ({ subjectId, ...row }: ActivityRow): Activity => ({
  ...row,
  contactId: subjectId,
  happenedAt: row.happenedAt.toISOString(),
  createdAt: row.createdAt.toISOString(),
  updatedAt: row.updatedAt.toISOString(),
})
