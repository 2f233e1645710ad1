import { sql } from 'kysely'
import type { Db, Tx } from '#kernel/db.ts'
import type { Actor } from '#kernel/events.ts'

/** The brief that both departments write together, beside its four parts: whose it is, and who may write in it. */
export const briefDocuments = {
  canWrite: async (_db: Db | Tx, { permissions }: Actor, _campaignId: string) => permissions.has('campaigns.write'),
  async describe(db: Db | Tx, workspaceId: string, campaignIds: readonly string[]) {
    const { rows } = await sql<{ id: string; name: string }>`select id, name from campaign
      where workspace_id = ${workspaceId} and id = any(${[...campaignIds]}::uuid[]) and deleted_at is null`.execute(db)
    return new Map(rows.map(({ id, name }) => [id, { name, url: `/campaigns/${id}` }]))
  },
}
