import type { accountRoutes } from '#contract/accounts.ts'
import type { Input, Reply } from '#contract/kit.ts'
import type { Ctx } from '#kernel/http.ts'
import { Problem } from '#kernel/problem.ts'
import { workspaceCookie } from './authenticate.ts'
import { requireSession } from './call-auth.ts'

type Routes = typeof accountRoutes

/** Workspaces of the person behind the session or the key, the oldest membership first. */
export async function listWorkspaces({ db, actor }: Ctx): Promise<Reply<Routes['GET /workspaces']>> {
  const rows = await db
    .selectFrom('member as me')
    .innerJoin('member as m', 'm.userId', 'me.userId')
    .innerJoin('role as r', (join) => join.onRef('r.workspaceId', '=', 'm.workspaceId').onRef('r.id', '=', 'm.roleId'))
    .innerJoin('workspace as w', 'w.id', 'm.workspaceId')
    .select(['w.id', 'w.name', 'w.isDemo', 'r.name as roleName'])
    .where('me.workspaceId', '=', actor.workspaceId)
    .where('me.id', '=', actor.id)
    .where('m.removedAt', 'is', null)
    .orderBy('m.createdAt')
    .orderBy('w.id')
    .limit(200)
    .execute()
  return { items: rows.map((row) => ({ ...row, isCurrent: row.id === actor.workspaceId })), next: null }
}

/** Remembers the choice in this browser; the next request acts there. */
export async function switchWorkspace(ctx: Ctx, { body }: Input<Routes['PUT /me/workspace']>): Promise<void> {
  requireSession(ctx)
  const { items } = await listWorkspaces(ctx)
  if (!items.some(({ id }) => id === body.workspaceId)) throw new Problem('not_found')
  ctx.reply.setCookie(workspaceCookie, body.workspaceId, {
    path: '/',
    httpOnly: true,
    sameSite: 'lax',
    secure: ctx.publicUrl.startsWith('https:'),
    maxAge: 365 * 86_400,
  })
}
