import { sql } from 'kysely'
import type { Tx } from '#kernel/db.ts'

type Row = { departmentIds: string[]; memberId: string }

/**
 * Whom to tell that people have not confirmed, and of how many of his each: the managers of their departments but themselves;
 * of those who have none, whoever owns or administers the workspace. People who left are nobody's. Two statements.
 */
export async function managersOf(
  tx: Tx,
  workspaceId: string,
  memberIds: readonly string[],
): Promise<{ managerId: string; count: number }[]> {
  const { rows: late } =
    await sql<Row>`select m.id as member_id, array(select md.department_id::text from member_department md
      where md.workspace_id = ${workspaceId} and md.member_id = m.id) as department_ids
    from member m where m.workspace_id = ${workspaceId} and m.id = any(${[...memberIds]}::uuid[]) and m.removed_at is null`.execute(
      tx,
    )
  const { rows: leaders } = await sql<
    Row & { rules: boolean }
  >`select m.id as member_id, r.key in ('owner', 'admin') as rules,
      array(select md.department_id::text from member_department md where md.workspace_id = ${workspaceId} and md.member_id = m.id
        and md.is_manager) as department_ids
    from member m join role r on r.workspace_id = ${workspaceId} and r.id = m.role_id
    where m.workspace_id = ${workspaceId} and m.removed_at is null and (r.key in ('owner', 'admin') or exists (
      select 1 from member_department md where md.workspace_id = ${workspaceId} and md.member_id = m.id and md.is_manager))`.execute(
    tx,
  )
  const counts = new Map<string, number>()
  for (const { memberId, departmentIds } of late) {
    const others = leaders.filter((leader) => leader.memberId !== memberId)
    const own = others.filter((leader) => leader.departmentIds.some((id) => departmentIds.includes(id)))
    for (const { memberId: managerId } of own.length > 0 ? own : others.filter((leader) => leader.rules))
      counts.set(managerId, (counts.get(managerId) ?? 0) + 1)
  }
  return [...counts].map(([managerId, count]) => ({ managerId, count }))
}
