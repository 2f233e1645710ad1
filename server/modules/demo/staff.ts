import { sql } from 'kysely'
import { permissionsOf } from '#contract/permissions.ts'
import type { Tx } from '#kernel/db.ts'
import type { Actor } from '#kernel/events.ts'
import type { Locale } from '#kernel/i18n.ts'
import { newId } from '#kernel/id.ts'
import { addMember, type CreatedWorkspace } from '#modules/accounts/public.ts'
import { colleagues } from './people.ts'

export type Staff = Map<string, Actor>

/** The people of the demo company as members; nobody can sign in as them and nobody gets mail. */
export async function hireStaff(
  tx: Tx,
  at: Date,
  workspace: CreatedWorkspace,
  locale: Locale,
  ownerName: string,
): Promise<Staff> {
  const { workspaceId, departmentIds, roleIds } = workspace
  const purchasingId = newId()
  await tx
    .insertInto('department')
    .values({
      workspaceId,
      id: purchasingId,
      key: 'purchasing',
      name: locale === 'es' ? 'Compras' : 'Purchasing',
      createdAt: at,
    })
    .execute()
  const departments: Record<string, string> = { ...departmentIds, purchasing: purchasingId }
  const staff: Staff = new Map([['owner', actorOf(workspaceId, workspace.ownerId)]])
  for (const colleague of colleagues) {
    if (colleague.name === ownerName) {
      staff.set(colleague.key, actorOf(workspaceId, workspace.ownerId))
      continue
    }
    const member = await addMember(tx, at, {
      workspaceId,
      userId: newId(),
      email: `${colleague.key}@lumbre.example`,
      fullName: colleague.name,
      roleId: roleIds[colleague.role === 'owner' ? 'admin' : colleague.role],
      departmentIds: colleague.departments.map((key) => departments[key]!),
      locale,
      timeZone: null,
    })
    staff.set(colleague.key, actorOf(workspaceId, member.id))
    await sql`update member set job_title = ${colleague.title}, notify_by_mail = false where workspace_id = ${workspaceId} and id = ${member.id}`.execute(
      tx,
    )
    if (colleague.isManager) {
      await sql`update member_department set is_manager = true where workspace_id = ${workspaceId} and member_id = ${member.id}`.execute(
        tx,
      )
    }
  }
  return staff
}

const actorOf = (workspaceId: string, id: string): Actor => ({
  kind: 'member',
  id,
  workspaceId,
  permissions: new Set(permissionsOf('admin')),
})
