import { sql } from 'kysely'
import type { Permission } from '#contract/permissions.ts'
import type { Db, Tx } from '#kernel/db.ts'
import type { Locale } from '#kernel/i18n.ts'

/** What other modules need to know of a member: to route to them, to write to them, to name them. */
export type MemberInfo = {
  id: string
  email: string
  fullName: string
  jobTitle: string | null
  locale: Locale
  timeZone: string
  roleKey: string
  capacity: number
  languages: string[]
  /** Local dates, both ends included. */
  absences: [from: string, to: string][]
  notifyByMail: boolean
  lastAssignedAt: Date | null
  isActive: boolean
  departments: { id: string; key: string; isManager: boolean }[]
}

/** Active members of a department (`marketing`, `sales`, `service` or a key of the workspace's own), by name. */
export async function departmentMembers(db: Db | Tx, workspaceId: string, key: string): Promise<MemberInfo[]> {
  const { rows } = await sql<MemberInfo>`${columns(workspaceId)}
    where m.workspace_id = ${workspaceId} and m.removed_at is null and exists (
      select 1 from member_department md join department d on d.workspace_id = md.workspace_id and d.id = md.department_id
      where md.workspace_id = ${workspaceId} and md.member_id = m.id and d.key = ${key} and d.deleted_at is null)
    order by m.full_name, m.id`.execute(db)
  return rows
}

/** Members by id, removed ones too, so that old records keep their names. */
export async function membersById(
  db: Db | Tx,
  workspaceId: string,
  ids: readonly string[],
): Promise<Map<string, MemberInfo>> {
  if (ids.length === 0) return new Map()
  const { rows } = await sql<MemberInfo>`${columns(workspaceId)}
    where m.workspace_id = ${workspaceId} and m.id = any(${[...new Set(ids)]}::uuid[])`.execute(db)
  return new Map(rows.map((row) => [row.id, row]))
}

/** Every active member, by name. */
export async function activeMembers(db: Db | Tx, workspaceId: string): Promise<MemberInfo[]> {
  const { rows } = await sql<MemberInfo>`${columns(workspaceId)}
    where m.workspace_id = ${workspaceId} and m.removed_at is null order by m.full_name, m.id`.execute(db)
  return rows
}

/** Ids of the active members whose role grants the permission. */
export async function membersWho(db: Db | Tx, workspaceId: string, can: Permission): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`select m.id from member m
    join role r on r.workspace_id = m.workspace_id and r.id = m.role_id
    where m.workspace_id = ${workspaceId} and r.workspace_id = ${workspaceId} and m.removed_at is null and ${can}::text = any(r.permissions)
    order by m.id limit 1000`.execute(db)
  return rows.map((row) => row.id)
}

/**
 * Marketing and Sales, each with who answers for it unless somebody is named: `memberId` (who asks) in their own department,
 * else its manager, else its first member by name. A department without people is left out.
 */
export async function bothTeams(
  db: Db | Tx,
  workspaceId: string,
  memberId: string,
): Promise<{ departmentId: string; ownerId: string }[]> {
  const { rows } = await sql<{ departmentId: string; ownerId: string }>`select d.id as department_id, p.id as owner_id
    from department d cross join lateral (
      select m.id from member_department md join member m on m.workspace_id = md.workspace_id and m.id = md.member_id
      where md.workspace_id = ${workspaceId} and md.department_id = d.id and m.removed_at is null
      order by m.id = ${memberId}::uuid desc, md.is_manager desc, m.full_name, m.id limit 1) p
    where d.workspace_id = ${workspaceId} and d.key in ('marketing', 'sales') and d.deleted_at is null order by d.key`.execute(
    db,
  )
  return rows
}

const columns = (
  workspaceId: string,
) => sql`select m.id, m.email, m.full_name, m.job_title, m.locale, m.time_zone, r.key as role_key, m.capacity,
  m.languages, m.absences, m.notify_by_mail, m.last_assigned_at, m.removed_at is null as is_active,
  coalesce((select jsonb_agg(jsonb_build_object('id', d.id, 'key', d.key, 'isManager', md.is_manager) order by d.created_at, d.id)
    from member_department md join department d on d.workspace_id = md.workspace_id and d.id = md.department_id
    where md.workspace_id = ${workspaceId} and md.member_id = m.id and d.deleted_at is null), '[]'::jsonb) as departments
  from member m join role r on r.workspace_id = m.workspace_id and r.id = m.role_id`
