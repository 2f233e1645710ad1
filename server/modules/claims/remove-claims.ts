import { sql } from 'kysely'
import type { Tx } from '#kernel/db.ts'
import { type Actor, recordMany } from '#kernel/events.ts'
import { drawClaims } from './draw.ts'
import { claimFacts, claimSubjects, settleClaims } from './judge-again.ts'
import { type ClaimRow, toClaims } from './select-claims.ts'

/** The texts no longer state it: nothing depends on these claims, and what they made wrong is mended. They can be restored. */
export async function removeClaims(tx: Tx, actor: Actor, at: Date, rows: readonly ClaimRow[]): Promise<void> {
  if (rows.length === 0) return
  const { workspaceId } = actor
  const claims = await toClaims(tx, workspaceId, rows)
  const ids = rows.map((row) => row.id)
  await sql`update claim set removed_at = ${at}, version = version + 1
    where workspace_id = ${workspaceId} and id = any(${ids}::uuid[])`.execute(tx)
  await drawClaims(tx, at, workspaceId, [...new Set(rows.map((row) => row.assetId))])
  await recordMany(
    tx,
    actor,
    at,
    claims.map((claim) => ({
      name: 'claim.deleted' as const,
      data: claimFacts(claim, claim.assetName),
      subjects: claimSubjects(claim),
    })),
  )
  await settleClaims(tx, actor, at, rows)
}
