import type { Permission } from '#contract/permissions.ts'
import type { Tx } from '#kernel/db.ts'
import type { Actor } from '#kernel/events.ts'
import { Problem } from '#kernel/problem.ts'

export type GrantedRole = { id: string; key: string; name: string; permissions: string[] }

/** The role of this workspace, locked against deletion until commit; 404 for any other id. */
export async function roleOf(tx: Tx, workspaceId: string, id: string): Promise<GrantedRole> {
  const role = await tx
    .selectFrom('role')
    .select(['id', 'key', 'name', 'permissions'])
    .where('workspaceId', '=', workspaceId)
    .where('id', '=', id)
    .forShare()
    .executeTakeFirst()
  if (!role) throw new Problem('not_found')
  return role
}

/**
 * Nobody gives or takes away what they do not hold themselves, and only owners decide about owners; else 403
 * `scope_not_held`. The system (command line) may do anything.
 */
export async function requireGrantable(
  tx: Tx,
  actor: Actor,
  ...roles: readonly Pick<GrantedRole, 'key' | 'permissions'>[]
): Promise<void> {
  if (actor.kind === 'system') return
  for (const { permissions } of roles) requireHeld(actor, permissions)
  if (!roles.some(({ key }) => key === 'owner')) return
  const own = await tx
    .selectFrom('member as m')
    .innerJoin('role as r', (join) => join.onRef('r.workspaceId', '=', 'm.workspaceId').onRef('r.id', '=', 'm.roleId'))
    .select('r.key')
    .where('m.workspaceId', '=', actor.workspaceId)
    .where('m.id', '=', actor.id)
    .executeTakeFirst()
  if (own?.key !== 'owner') throw new Problem('scope_not_held', { permission: 'owner' })
}

export function requireHeld(actor: Actor, permissions: readonly string[]): void {
  const missing = permissions.find((name) => !actor.permissions.has(name as Permission))
  if (missing) throw new Problem('scope_not_held', { permission: missing })
}
