import { useMe } from '../../kernel/me.tsx'
import { useApi } from '../../kernel/query.ts'

/** Roles that the member may give: none that can do more than they can, and `owner` only by owners. `usual` is the plain member's. */
export function useGrantableRoles() {
  const { permissions, member } = useMe()
  const all = useApi('GET /roles').data?.items ?? []
  const roles = all.filter(
    (role) =>
      (role.key !== 'owner' || member.roleKey === 'owner') &&
      role.permissions.every((name) => permissions.includes(name)),
  )
  return { all, roles, usual: roles.find(({ key }) => key === 'member')?.id ?? roles.at(-1)?.id ?? '' }
}
