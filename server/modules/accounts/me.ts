import type { Static } from 'typebox'
import type { Me } from '#contract/accounts.ts'
import type { Ctx } from '#kernel/http.ts'
import { asLocale } from '#kernel/i18n.ts'

/** The actor, their workspace and departments, and the permission names the web asks about. */
export async function readMe({ db, actor }: Ctx): Promise<Static<typeof Me>> {
  const { workspaceId, id } = actor
  const [member, workspace, departments, own] = await Promise.all([
    db
      .selectFrom('member as m')
      .innerJoin('role as r', (join) => join.onRef('r.workspaceId', '=', 'm.workspaceId').onRef('r.id', '=', 'm.roleId'))
      .select(['m.id', 'm.fullName', 'm.email', 'm.locale', 'm.timeZone', 'm.theme', 'm.jobTitle', 'r.key as roleKey'])
      .where('m.workspaceId', '=', workspaceId)
      .where('m.id', '=', id)
      .executeTakeFirstOrThrow(),
    db
      .selectFrom('workspace')
      .select(['id', 'name', 'locale', 'timeZone', 'currency', 'isDemo'])
      .where('id', '=', workspaceId)
      .executeTakeFirstOrThrow(),
    db
      .selectFrom('department')
      .select(['id', 'key', 'name'])
      .where('workspaceId', '=', workspaceId)
      .where('deletedAt', 'is', null)
      .orderBy('createdAt')
      .orderBy('id')
      .execute(),
    db.selectFrom('memberDepartment').select('departmentId').where('workspaceId', '=', workspaceId).where('memberId', '=', id).execute(),
  ])
  return {
    member: {
      ...member,
      locale: asLocale(member.locale),
      theme: member.theme === 'light' || member.theme === 'dark' ? member.theme : 'auto',
      departmentIds: own.map((row) => row.departmentId),
    },
    workspace: { ...workspace, locale: asLocale(workspace.locale) },
    departments,
    permissions: [...actor.permissions],
  }
}
