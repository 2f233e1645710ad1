import { sql } from 'kysely'

/**
 * Departments of who did `event e`, as SQL: all of them, because nothing says for which one a person of two acted, and
 * every timeline must tell the same.
 */
export const actorDepartments = (workspaceId: string) => sql<string[]>`array(select d.key from member_department md
  join department d on d.workspace_id = md.workspace_id and d.workspace_id = ${workspaceId} and d.id = md.department_id
  where md.workspace_id = ${workspaceId} and md.member_id = e.actor_id and d.deleted_at is null
  order by d.created_at, d.id)`
