import type { FastifyRequest } from 'fastify'
import { sql } from 'kysely'
import type { Clock } from './clock.ts'
import type { Tx } from './db.ts'
import type { Actor } from './events.ts'
import { Problem } from './problem.ts'
import { sha256 } from './secrets.ts'

/** Thrown inside a transaction to leave it when the same request was already carried out. */
export class IdempotentReplay extends Error {
  readonly reply: unknown
  constructor(reply: unknown) {
    super('idempotent replay')
    this.reply = reply
  }
}

/**
 * Carries out a POST at most once per Idempotency-Key: the key's row is written in the transaction of the work,
 * so either both exist or neither. A concurrent repeat waits on the row and then answers the same reply.
 */
type Asked = { request: FastifyRequest; actor: Actor | null; clock: Clock }

export async function completeOnce<T>(tx: Tx, ctx: Asked, work: (tx: Tx) => Promise<T>): Promise<T> {
  const { request, actor } = ctx
  const key = request.headers['idempotency-key']
  if (request.method !== 'POST' || typeof key !== 'string' || !actor) return work(tx)
  if (key.length > 200 || key.length === 0)
    throw new Problem('invalid_request', {}, [{ pointer: 'Idempotency-Key', rule: 'length' }])
  const requestHash = sha256(`${request.url}\n${JSON.stringify(request.body ?? null)}`)
  const mine = await sql<{ key: string }>`insert into idempotency_key (workspace_id, actor_id, key, request_hash, at)
    values (${actor.workspaceId}, ${actor.id}, ${key}, ${requestHash}, ${ctx.clock.now()})
    on conflict do nothing returning key`.execute(tx)
  if (mine.rows.length === 0) {
    const { rows } = await sql<{ requestHash: Buffer; reply: unknown }>`select request_hash, reply from idempotency_key
      where workspace_id = ${actor.workspaceId} and actor_id = ${actor.id} and key = ${key}`.execute(tx)
    if (!rows[0]?.requestHash.equals(requestHash)) throw new Problem('idempotency_key_reused')
    throw new IdempotentReplay(rows[0].reply)
  }
  const reply = await work(tx)
  await sql`update idempotency_key set reply = ${JSON.stringify(reply ?? null)}::jsonb
    where workspace_id = ${actor.workspaceId} and actor_id = ${actor.id} and key = ${key}`.execute(tx)
  return reply
}
