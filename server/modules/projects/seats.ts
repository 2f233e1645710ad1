import { sql } from 'kysely'
import type { Tx } from '#kernel/db.ts'
import { Problem } from '#kernel/problem.ts'
import type { Owner } from './select-projects.ts'

/**
 * Writes who takes part as it shall be. Throws 422 on a department or member that is not there, and on an owner for a
 * department that does not take part. An owner need not belong to the department: small companies share people.
 */
export async function writeSeats(
  tx: Tx,
  workspaceId: string,
  projectId: string,
  given: readonly string[],
  owners: readonly Owner[],
): Promise<void> {
  const departmentIds = [...new Set(given)]
  await requireKnown(tx, workspaceId, given, owners)
  const ownerOf = new Map(owners.map((owner) => [owner.departmentId, owner.memberId]))
  const seats = departmentIds.map((id, position) => ({
    department_id: id,
    position,
    owner_id: ownerOf.get(id) ?? null,
  }))
  await sql`delete from project_seat where workspace_id = ${workspaceId} and project_id = ${projectId}
    and department_id <> all(${departmentIds}::uuid[])`.execute(tx)
  await sql`insert into project_seat (workspace_id, project_id, department_id, position, owner_id)
    select ${workspaceId}::uuid, ${projectId}::uuid, s.department_id, s.position, s.owner_id
    from jsonb_to_recordset(${JSON.stringify(seats)}::jsonb) as s(department_id uuid, position integer, owner_id uuid)
    on conflict (workspace_id, project_id, department_id)
      do update set owner_id = excluded.owner_id, position = excluded.position`.execute(tx)
}

async function requireKnown(tx: Tx, workspaceId: string, departmentIds: readonly string[], owners: readonly Owner[]) {
  const { rows } = await sql<{ id: string }>`select id from department
      where workspace_id = ${workspaceId} and deleted_at is null and id = any(${[...departmentIds]}::uuid[])
    union all
    select id from member where workspace_id = ${workspaceId} and removed_at is null
      and id = any(${owners.map((owner) => owner.memberId)}::uuid[])`.execute(tx)
  const known = new Set(rows.map((row) => row.id))
  const errors = [
    ...departmentIds.flatMap((id, index) =>
      known.has(id) ? [] : [{ pointer: `/departmentIds/${index}`, rule: 'unknown_record' }],
    ),
    ...owners.flatMap((owner, index) => [
      ...(known.has(owner.memberId) ? [] : [{ pointer: `/owners/${index}/memberId`, rule: 'unknown_member' }]),
      ...(departmentIds.includes(owner.departmentId)
        ? []
        : [{ pointer: `/owners/${index}/departmentId`, rule: 'owner_without_seat' }]),
    ]),
  ]
  if (errors.length > 0) throw new Problem('unprocessable', {}, errors)
}
