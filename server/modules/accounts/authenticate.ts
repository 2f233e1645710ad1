import type { FastifyRequest } from 'fastify'
import { sql } from 'kysely'
import type { Permission } from '#contract/permissions.ts'
import type { Actor } from '#kernel/events.ts'
import { isId } from '#kernel/id.ts'
import { Problem } from '#kernel/problem.ts'
import { sha256 } from '#kernel/secrets.ts'
import type { Services } from '#kernel/services.ts'
import { authOf } from './auth-of.ts'

/** Sets `request.actor` from `Authorization: Bearer tdm_…` or from the session cookie; leaves it null without either. */
export async function authenticate(services: Services, request: FastifyRequest): Promise<void> {
  const { authorization, cookie } = request.headers
  if (authorization) {
    request.actor = await actorOfKey(services, authorization)
    if (!request.actor) throw new Problem('unauthenticated')
  } else if (cookie?.includes('tandem.session_token=')) {
    refuseForeignOrigin(request)
    const session = await authOf(services).api.getSession({ headers: new Headers({ cookie }) })
    request.actor = session ? await actorOfUser(services, session.user.id, request.headers['x-workspace']) : null
    request.sessionExpired = !session
  }
}

/** Scopes narrow the member's own permissions, never widen them: a member who loses a role takes the keys along. */
async function actorOfKey({ db, clock }: Services, authorization: string): Promise<Actor | null> {
  const key = authorization.match(/^Bearer (tdm_[\w-]{20,80})$/)?.[1]
  if (!key) return null
  const row = await db
    .selectFrom('apiKey as k')
    .innerJoin('member as m', (join) => join.onRef('m.workspaceId', '=', 'k.workspaceId').onRef('m.id', '=', 'k.memberId'))
    .innerJoin('role as r', (join) => join.onRef('r.workspaceId', '=', 'm.workspaceId').onRef('r.id', '=', 'm.roleId'))
    .select(['k.workspaceId', 'k.id', 'k.memberId', 'k.scopes', 'k.expiresAt', 'k.lastUsedAt', 'r.permissions'])
    .where('k.keyHash', '=', sha256(key))
    .where('k.revokedAt', 'is', null)
    .where('m.removedAt', 'is', null)
    .executeTakeFirst()
  const now = clock.now()
  if (!row || (row.expiresAt && row.expiresAt <= now)) return null
  if (!row.lastUsedAt || now.getTime() - row.lastUsedAt.getTime() > 60_000) {
    await sql`update api_key set last_used_at = ${now} where workspace_id = ${row.workspaceId} and id = ${row.id}`.execute(db)
  }
  const scopes = new Set(row.scopes)
  const permissions = new Set(row.permissions.filter((name) => scopes.has(name)) as Permission[])
  return { kind: 'api_key', id: row.memberId, workspaceId: row.workspaceId, permissions }
}

/** Somebody in several workspaces names one by `X-Workspace`; otherwise it is the one they joined first. */
async function actorOfUser({ db }: Services, userId: string, workspace: string | string[] | undefined): Promise<Actor | null> {
  const row = await db
    .selectFrom('member as m')
    .innerJoin('role as r', (join) => join.onRef('r.workspaceId', '=', 'm.workspaceId').onRef('r.id', '=', 'm.roleId'))
    .select(['m.workspaceId', 'm.id', 'r.permissions'])
    .where('m.userId', '=', userId)
    .where('m.removedAt', 'is', null)
    .$if(typeof workspace === 'string' && isId(workspace), (query) => query.where('m.workspaceId', '=', String(workspace)))
    .orderBy('m.createdAt')
    .limit(1)
    .executeTakeFirst()
  return row ? { kind: 'member', id: row.id, workspaceId: row.workspaceId, permissions: new Set(row.permissions as Permission[]) } : null
}

/** The cookie is SameSite=Lax; besides, a browser that says where a write comes from must come from here. */
function refuseForeignOrigin(request: FastifyRequest) {
  const { origin } = request.headers
  if (!origin || request.method === 'GET' || request.method === 'HEAD') return
  if (!URL.canParse(origin) || new URL(origin).host !== request.host) throw new Problem('forbidden', { permission: 'origin' })
}
