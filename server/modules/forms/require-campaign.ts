import { sql } from 'kysely'
import type { Tx } from '#kernel/db.ts'
import { Problem } from '#kernel/problem.ts'

/** Throws 422 when the campaign a form is to count for does not exist (any more) in the workspace. */
export async function requireCampaign(tx: Tx, workspaceId: string, id: string | null): Promise<void> {
  if (id === null) return
  const { rows } =
    await sql`select 1 from campaign where workspace_id = ${workspaceId} and id = ${id} and deleted_at is null`.execute(
      tx,
    )
  if (rows.length === 0) throw new Problem('unprocessable', {}, [{ pointer: '/campaignId', rule: 'unknown_record' }])
}
