import type { Static } from 'typebox'
import type { accountRoutes, Me } from '#contract/accounts.ts'
import type { Input } from '#contract/kit.ts'
import { record } from '#kernel/events.ts'
import type { Ctx } from '#kernel/http.ts'
import { asLocale } from '#kernel/i18n.ts'
import { requireTimeZone } from './time-zone.ts'
import { requireOrdered } from './write-members.ts'

/** The actor, their workspace and departments, and the permission names the web asks about. */
export async function readMe({ db, actor }: Pick<Ctx, 'db' | 'actor'>): Promise<Static<typeof Me>> {
  const { workspaceId, id } = actor
  const [member, workspace, departments, own] = await Promise.all([
    db
      .selectFrom('member as m')
      .innerJoin('role as r', (join) =>
        join.onRef('r.workspaceId', '=', 'm.workspaceId').onRef('r.id', '=', 'm.roleId'),
      )
      .select([
        'm.id',
        'm.fullName',
        'm.email',
        'm.locale',
        'm.timeZone',
        'm.theme',
        'm.jobTitle',
        'm.languages',
        'm.absences',
        'm.notifyByMail',
        'r.key as roleKey',
        'r.name as roleName',
      ])
      .where('m.workspaceId', '=', workspaceId)
      .where('m.id', '=', id)
      .executeTakeFirstOrThrow(),
    db
      .selectFrom('workspace')
      .select(['id', 'name', 'locale', 'timeZone', 'currency', 'isDemo', 'clockOffsetDays'])
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
    db
      .selectFrom('memberDepartment')
      .select('departmentId')
      .where('workspaceId', '=', workspaceId)
      .where('memberId', '=', id)
      .execute(),
  ])
  return {
    member: {
      ...member,
      locale: asLocale(member.locale),
      theme: member.theme === 'light' || member.theme === 'dark' ? member.theme : 'auto',
      absences: member.absences as [string, string][],
      departmentIds: own.map((row) => row.departmentId),
    },
    workspace: { ...workspace, locale: asLocale(workspace.locale) },
    departments,
    permissions: [...actor.permissions],
  }
}

export async function patchMe(
  ctx: Ctx,
  { body }: Input<(typeof accountRoutes)['PATCH /me']>,
): Promise<Static<typeof Me>> {
  if (body.timeZone) requireTimeZone(body.timeZone, '/timeZone')
  requireOrdered(body.absences)
  const { actor } = ctx
  const { absences, ...columns } = body
  const fields = Object.keys(body)
  if (fields.length > 0) {
    await ctx.transact(async (tx) => {
      const { fullName } = await tx
        .updateTable('member')
        .set((eb) => ({
          ...columns,
          ...(absences && { absences: JSON.stringify(absences) }),
          version: eb('version', '+', 1),
        }))
        .where('workspaceId', '=', actor.workspaceId)
        .where('id', '=', actor.id)
        .returning('fullName')
        .executeTakeFirstOrThrow()
      await record(tx, actor, ctx.clock.now(), 'member.changed', { memberId: actor.id, name: fullName, fields }, [
        actor.id,
      ])
    })
  }
  return readMe(ctx)
}
