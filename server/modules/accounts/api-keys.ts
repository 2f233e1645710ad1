import { sql } from 'kysely'
import type { accountRoutes } from '#contract/accounts.ts'
import type { Input, Reply } from '#contract/kit.ts'
import type { Db, Tx } from '#kernel/db.ts'
import { type Actor, record } from '#kernel/events.ts'
import type { Ctx } from '#kernel/http.ts'
import { IdempotentReplay } from '#kernel/idempotency.ts'
import { invalid, Problem } from '#kernel/problem.ts'
import { decrypt, deriveKey, encrypt } from '#kernel/secrets.ts'
import { createKey } from './create-key.ts'
import { requireHeld } from './granting.ts'

type Routes = typeof accountRoutes
type KeyReply = Reply<Routes['GET /api-keys']>['items'][number]
type Row = Omit<KeyReply, 'createdAt' | 'expiresAt' | 'lastUsedAt'> & {
  createdAt: Date
  expiresAt: Date | null
  lastUsedAt: Date | null
}

export async function listKeys(ctx: Ctx): Promise<Reply<Routes['GET /api-keys']>> {
  return { items: await select(ctx.db, ctx.actor.workspaceId, ctx.clock.now(), null), next: null }
}

/** Scopes are a part of what the actor holds. The kept reply of an Idempotency-Key holds the key sealed, never in the clear. */
export async function makeKey(
  ctx: Ctx,
  { body }: Input<Routes['POST /api-keys']>,
): Promise<Reply<Routes['POST /api-keys']>> {
  const { actor } = ctx
  const at = ctx.clock.now()
  requireHeld(actor, body.scopes)
  const expiresAt = body.expiresAt ? new Date(body.expiresAt) : null
  if (expiresAt && expiresAt <= at) throw invalid('/expiresAt', 'date_in_past')
  const sealing = deriveKey(ctx.secret, 'api-key reply')
  const kept = await ctx
    .transact(async (tx) => {
      const { id, key } = await createKey(tx, actor, at, { name: body.name.trim(), scopes: body.scopes, expiresAt })
      const [row] = await select(tx, actor.workspaceId, at, id)
      return { row: row!, sealed: encrypt(sealing, key) }
    })
    .catch((error: unknown) => {
      if (error instanceof IdempotentReplay) return error.reply as { row: KeyReply; sealed: string }
      throw error
    })
  return { ...kept.row, key: decrypt(sealing, kept.sealed) }
}

export async function revokeKey(ctx: Ctx, { params }: Input<Routes['DELETE /api-keys/:id']>): Promise<void> {
  await ctx.transact((tx) => revoke(tx, ctx.actor, ctx.clock.now(), params.id))
}

/** 404 when there is no such key, or it is revoked already. */
export async function revoke(tx: Tx, actor: Actor, at: Date, id: string): Promise<void> {
  const { rows } = await sql<{ name: string }>`update api_key set revoked_at = ${at}
    where workspace_id = ${actor.workspaceId} and id = ${id} and revoked_at is null returning name`.execute(tx)
  if (!rows[0]) throw new Problem('not_found')
  await record(tx, actor, at, 'api_key.revoked', { apiKeyId: id, name: rows[0].name }, [id])
}

async function select(db: Db | Tx, workspaceId: string, at: Date, id: string | null): Promise<KeyReply[]> {
  const { rows } =
    await sql<Row>`select k.id, k.name, k.prefix, k.scopes, k.member_id, m.full_name as member_name, k.created_at, k.expires_at, k.last_used_at
    from api_key k join member m on m.workspace_id = k.workspace_id and m.id = k.member_id
    where k.workspace_id = ${workspaceId} and k.revoked_at is null and (k.expires_at is null or k.expires_at > ${at})
      and (${id}::uuid is null or k.id = ${id}::uuid)
    order by k.created_at desc, k.id desc limit 500`.execute(db)
  return rows.map((row) => ({
    ...row,
    createdAt: row.createdAt.toISOString(),
    expiresAt: row.expiresAt?.toISOString() ?? null,
    lastUsedAt: row.lastUsedAt?.toISOString() ?? null,
  }))
}
