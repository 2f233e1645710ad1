import { permissionsOf, type RoleKey } from '#contract/permissions.ts'
import type { Tx } from '#kernel/db.ts'
import { type Actor, record } from '#kernel/events.ts'
import { asLocale, type Locale, translate } from '#kernel/i18n.ts'
import { newId } from '#kernel/id.ts'
import { createKey } from './create-key.ts'

export type NewWorkspace = {
  workspace: { name: string; locale: Locale; timeZone: string; currency: string; isDemo?: boolean }
  /** The account already exists in schema `auth`. */
  owner: { userId: string; email: string; name: string }
}
export type CreatedWorkspace = {
  workspaceId: string
  ownerId: string
  apiKey: string
  departmentIds: Record<DepartmentKey, string>
  roleIds: Record<RoleKey, string>
}
export type DepartmentKey = 'marketing' | 'sales' | 'service'

const departmentKeys = ['marketing', 'sales', 'service'] as const
const roleKeys = ['owner', 'admin', 'manager', 'member', 'guest'] as const

/**
 * A workspace with what every module takes for granted: departments, roles, its owner (who sits in Marketing and in Sales
 * until there are more people) and a first API key. Modules seed their own part on `workspace.created` seeds, see `seeds.ts`.
 */
export async function createWorkspace(tx: Tx, at: Date, { workspace, owner }: NewWorkspace): Promise<CreatedWorkspace> {
  const workspaceId = newId()
  const { name, locale, timeZone, currency, isDemo = false } = workspace
  await tx
    .insertInto('workspace')
    .values({ id: workspaceId, name, locale, timeZone, currency, isDemo, createdAt: at })
    .execute()
  const departmentIds = await createDepartments(tx, workspaceId, locale, at)
  const roleIds = await createRoles(tx, workspaceId, locale)
  const ownerId = newId()
  await tx
    .insertInto('member')
    .values({
      workspaceId,
      id: ownerId,
      userId: owner.userId,
      email: owner.email.toLowerCase(),
      fullName: owner.name,
      roleId: roleIds.owner,
      locale,
      timeZone,
      absences: '[]',
      createdAt: at,
    })
    .execute()
  await tx
    .insertInto('memberDepartment')
    .values(
      (['marketing', 'sales'] as const).map((key) => ({
        workspaceId,
        memberId: ownerId,
        departmentId: departmentIds[key],
        isManager: true,
      })),
    )
    .execute()
  const actor: Actor = { kind: 'member', id: ownerId, workspaceId, permissions: new Set(permissionsOf('owner')) }
  const { key } = await createKey(tx, actor, at, {
    name: translate(asLocale(locale), 'accounts.keys.firstName'),
    scopes: permissionsOf('owner'),
  })
  await record(tx, actor, at, 'workspace.created', { workspaceName: name }, [workspaceId])
  return { workspaceId, ownerId, apiKey: key, departmentIds, roleIds }
}

async function createDepartments(tx: Tx, workspaceId: string, locale: Locale, at: Date) {
  const rows = departmentKeys.map((key) => ({
    workspaceId,
    id: newId(),
    key,
    name: translate(locale, `accounts.departments.${key}`),
    createdAt: at,
  }))
  await tx.insertInto('department').values(rows).execute()
  return Object.fromEntries(rows.map((row) => [row.key, row.id])) as Record<DepartmentKey, string>
}

async function createRoles(tx: Tx, workspaceId: string, locale: Locale) {
  const rows = roleKeys.map((key) => ({
    workspaceId,
    id: newId(),
    key,
    name: translate(locale, `accounts.roles.${key}`),
    permissions: permissionsOf(key) as string[],
    builtIn: true,
  }))
  await tx.insertInto('role').values(rows).execute()
  return Object.fromEntries(rows.map((row) => [row.key, row.id])) as Record<RoleKey, string>
}
