import { sql } from 'kysely'
import type { accountRoutes } from '#contract/accounts.ts'
import type { Input, Reply } from '#contract/kit.ts'
import type { Ctx } from '#kernel/http.ts'
import { Problem } from '#kernel/problem.ts'
import { requireSession } from './call-auth.ts'
import { readDevice } from './device.ts'
import { endSessions } from './end-sessions.ts'
import { recordForUser } from './record-for-user.ts'

type Row = { id: string; createdAt: Date; updatedAt: Date; ipAddress: string | null; userAgent: string | null }

/** Where the person is signed in, this session first. */
export async function listSessions(ctx: Ctx): Promise<Reply<(typeof accountRoutes)['GET /sessions']>> {
  const current = requireSession(ctx)
  const { rows } = await sql<Row>`select id, "createdAt", "updatedAt", "ipAddress", "userAgent" from auth.session
    where "userId" = ${current.userId}::uuid and "expiresAt" > now() order by id = ${current.id}::uuid desc, "updatedAt" desc limit 100`.execute(
    ctx.db,
  )
  const items = rows.map((row) => ({
    id: row.id,
    isCurrent: row.id === current.id,
    ...readDevice(row.userAgent ?? ''),
    ipAddress: row.ipAddress || null,
    createdAt: row.createdAt.toISOString(),
    lastSeenAt: row.updatedAt.toISOString(),
  }))
  return { items, next: null }
}

export async function endOneSession(
  ctx: Ctx,
  { params }: Input<(typeof accountRoutes)['DELETE /sessions/:id']>,
): Promise<void> {
  const { userId } = requireSession(ctx)
  if ((await endSessions(ctx.db, userId, { only: params.id })) === 0) throw new Problem('not_found')
  await recordForUser(ctx, userId, 'session.ended')
}

export async function endOtherSessions(ctx: Ctx): Promise<void> {
  const { userId, id } = requireSession(ctx)
  if ((await endSessions(ctx.db, userId, { except: id })) > 0) await recordForUser(ctx, userId, 'session.ended')
}
