import type { Permission } from '#contract/permissions.ts'
import type { Tx } from '#kernel/db.ts'
import { type Actor, record } from '#kernel/events.ts'
import { newId } from '#kernel/id.ts'
import { newToken, sha256 } from '#kernel/secrets.ts'

/** Makes `tdm_…` (192 random bits). Only its SHA-256 is kept; the key itself is answered once. */
export async function createKey(
  tx: Tx,
  actor: Actor,
  at: Date,
  given: { name: string; scopes: readonly Permission[]; expiresAt?: Date | null },
) {
  const key = `tdm_${newToken(24)}`
  const id = newId()
  await tx
    .insertInto('apiKey')
    .values({
      workspaceId: actor.workspaceId,
      id,
      name: given.name,
      prefix: key.slice(0, 10),
      keyHash: sha256(key),
      scopes: [...given.scopes],
      memberId: actor.id,
      createdAt: at,
      expiresAt: given.expiresAt ?? null,
    })
    .execute()
  await record(tx, actor, at, 'api_key.created', { apiKeyId: id, name: given.name }, [id])
  return { id, key, prefix: key.slice(0, 10) }
}
