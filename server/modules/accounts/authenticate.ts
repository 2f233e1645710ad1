import type { FastifyReply, FastifyRequest } from 'fastify'
import { sql } from 'kysely'
import type { Permission } from '#contract/permissions.ts'
import type { Actor } from '#kernel/events.ts'
import { isId } from '#kernel/id.ts'
import { Problem } from '#kernel/problem.ts'
import { sha256 } from '#kernel/secrets.ts'
import type { Services } from '#kernel/services.ts'
import { authOf } from './auth-of.ts'
import { type KnownKey, rememberKey } from './known-keys.ts'

/** The sign-in behind a request that came with a cookie. */
export type Session = { id: string; userId: string; token: string; email: string }
const sessions = new WeakMap<FastifyRequest, Session>()
/** Null for API keys: they have no session, password or second factor to manage. */
export const sessionOf = (request: FastifyRequest): Session | null => sessions.get(request) ?? null

export const workspaceCookie = 'tandem.workspace'

/** Sets `request.actor` from `Authorization: Bearer tdm_…` or from the session cookie; leaves it null without either. */
export async function authenticate(services: Services, request: FastifyRequest, reply: FastifyReply): Promise<void> {
  const { authorization, cookie } = request.headers
  if (authorization) {
    request.actor = await actorOfKey(services, authorization)
    if (!request.actor) throw new Problem('unauthenticated')
    return
  }
  refuseForeignOrigin(services, request)
  if (!cookie?.includes('tandem.session_token=')) return
  const { response, headers } = await authOf(services).api.getSession({
    headers: new Headers({ cookie }),
    returnHeaders: true,
  })
  // The library renews its short-lived copy of the session in the cookie, and the thirty days.
  const renewed = headers.getSetCookie()
  if (renewed.length > 0) reply.header('set-cookie', renewed)
  if (!response) {
    request.sessionExpired = true
    return
  }
  const { session, user } = response
  sessions.set(request, { id: session.id, userId: user.id, token: session.token, email: user.email })
  request.actor = await actorOfSession(services, session.token, user.id, request)
  request.sessionExpired = !request.actor
}

type KeyRow = {
  workspaceId: string
  id: string
  memberId: string
  scopes: string[]
  expiresAt: Date | null
  lastUsedAt: Date | null
  permissions: string[]
  clockOffsetDays: number
}
const actorOfKeyText = `select k.workspace_id as "workspaceId", k.id, k.member_id as "memberId", k.scopes, k.expires_at as "expiresAt",
    k.last_used_at as "lastUsedAt", r.permissions, w.clock_offset_days as "clockOffsetDays"
  from api_key k
  join member m on m.workspace_id = k.workspace_id and m.id = k.member_id
  join role r on r.workspace_id = m.workspace_id and r.id = m.role_id
  join workspace w on w.id = k.workspace_id
  where k.key_hash = $1 and k.revoked_at is null and m.removed_at is null`

/** Scopes narrow the member's own permissions, never widen them: a member who loses a role takes the keys along. */
async function actorOfKey(services: Services, authorization: string): Promise<Actor | null> {
  const key = authorization.match(/^Bearer (tdm_[\w-]{20,80})$/)?.[1]
  if (!key) return null
  const now = services.clock.now()
  const known = await rememberKey(services.pool, key, () => lookUpKey(services, key, now))
  return known === null || (known.expiresAt && known.expiresAt <= now) ? null : known.actor
}

async function lookUpKey({ db, pool }: Services, key: string, now: Date): Promise<KnownKey | null> {
  // Prepared once in each connection: every call of a program begins with it.
  const { rows } = await pool.query<KeyRow>({ name: 'actor_of_key', text: actorOfKeyText, values: [sha256(key)] })
  const row = rows[0]
  if (!row || (row.expiresAt && row.expiresAt <= now)) return null
  if (!row.lastUsedAt || now.getTime() - row.lastUsedAt.getTime() > 60_000) {
    await sql`update api_key set last_used_at = ${now} where workspace_id = ${row.workspaceId} and id = ${row.id}`.execute(
      db,
    )
  }
  const scopes = new Set(row.scopes)
  const permissions = new Set(row.permissions.filter((name) => scopes.has(name)) as Permission[])
  const { workspaceId, memberId, clockOffsetDays } = row
  const actor: Actor = { kind: 'api_key', id: memberId, workspaceId, permissions, clockOffsetDays }
  return { actor, expiresAt: row.expiresAt }
}

/**
 * The member behind a session. Programs name the workspace by `X-Workspace`, and then it is that or none; the screen's
 * switch sets a cookie, which only prefers; otherwise it is the one joined first, a demo company last. The cookie may carry a copy of the
 * session up to a minute old, so the session itself is looked up along with the member: ended is ended at once.
 */
async function actorOfSession(
  { db }: Services,
  token: string,
  userId: string,
  request: FastifyRequest,
): Promise<Actor | null> {
  const named = idOf(request.headers['x-workspace'])
  const preferred = idOf(request.cookies[workspaceCookie])
  const { rows } = await sql<{ workspaceId: string; id: string; permissions: Permission[]; clockOffsetDays: number }>`
    select m.workspace_id, m.id, r.permissions, w.clock_offset_days
    from member m join role r on r.workspace_id = m.workspace_id and r.id = m.role_id join workspace w on w.id = m.workspace_id
    where m.user_id = ${userId}::uuid and m.removed_at is null and (${named}::uuid is null or m.workspace_id = ${named}::uuid)
      and exists (select 1 from auth.session s where s.token = ${token})
    order by m.workspace_id = ${preferred}::uuid desc nulls last, w.is_demo, m.created_at, m.id limit 1`.execute(db)
  const row = rows[0]
  if (!row) return null
  const { workspaceId, id, permissions, clockOffsetDays } = row
  return { kind: 'member', id, workspaceId, permissions: new Set(permissions), clockOffsetDays }
}

const idOf = (value: unknown): string | null => (typeof value === 'string' && isId(value) ? value : null)

/** The cookie is SameSite=Lax; besides, a browser that says where a write comes from must come from here. */
function refuseForeignOrigin({ publicUrl }: Services, request: FastifyRequest) {
  const { origin } = request.headers
  if (!origin || request.method === 'GET' || request.method === 'HEAD') return
  const from = URL.canParse(origin) ? new URL(origin).host : null
  if (from !== request.host && from !== new URL(publicUrl).host)
    throw new Problem('forbidden', { permission: 'origin' })
}
