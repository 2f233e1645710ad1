import { sql } from 'kysely'
import Type from 'typebox'
import { defineJob } from '#kernel/jobs.ts'
import type { Services } from '#kernel/services.ts'

const batch = 5000
const dayMs = 86_400_000

/**
 * Removes what has served: kept answers of repeated requests after 3 days, keys of form submissions after 14, files past
 * their date, cleared notifications after 90. In batches, workspace by workspace, so that nothing waits on it for long.
 */
export const housekeeping = defineJob({
  name: 'platform.housekeeping',
  payload: Type.Object({}),
  retry: { limit: 5 },
  pool: 'bulk',
  async run(_, services, { signal }) {
    const { rows } = await sql<{ id: string }>`select id from workspace order by id`.execute(services.db)
    for (const { id } of rows) {
      for (const sweep of sweeps) {
        while (!signal.aborted && (await sweep(services, id)) === batch);
      }
    }
    signal.throwIfAborted()
  },
})

type Sweep = (services: Services, workspaceId: string) => Promise<number>
const before = ({ clock }: Services, days: number) => new Date(clock.now().getTime() - days * dayMs)

const sweeps: readonly Sweep[] = [
  async (services, workspaceId) => {
    const { rows } = await sql`with old as materialized (
        select actor_id, key from idempotency_key where workspace_id = ${workspaceId} and at < ${before(services, 3)} limit ${batch})
      delete from idempotency_key k using old
      where k.workspace_id = ${workspaceId} and k.actor_id = old.actor_id and k.key = old.key returning 1`.execute(
      services.db,
    )
    return rows.length
  },
  async (services, workspaceId) => {
    const { rows } = await sql`with old as materialized (
        select form_id, key from form_submission_key where workspace_id = ${workspaceId} and at < ${before(services, 14)} limit ${batch})
      delete from form_submission_key k using old
      where k.workspace_id = ${workspaceId} and k.form_id = old.form_id and k.key = old.key returning 1`.execute(
      services.db,
    )
    return rows.length
  },
  async (services, workspaceId) => {
    const { rows } = await sql`with old as materialized (
        select id from notification where workspace_id = ${workspaceId} and done_at < ${before(services, 90)} limit ${batch})
      delete from notification n using old where n.workspace_id = ${workspaceId} and n.id = old.id returning 1`.execute(
      services.db,
    )
    return rows.length
  },
  removeExpiredFiles,
]

/** The row goes after the content: a crash in between leaves a row whose content is already gone, and it is tried again. */
async function removeExpiredFiles(services: Services, workspaceId: string): Promise<number> {
  const { rows } = await sql<{ id: string; storageKey: string }>`select id, storage_key from file
    where workspace_id = ${workspaceId} and expires_at <= ${services.clock.now()} limit ${batch}`.execute(services.db)
  for (const file of rows) await services.files.remove(file.storageKey)
  if (rows.length > 0)
    await sql`delete from file where workspace_id = ${workspaceId} and id = any(${rows.map((row) => row.id)}::uuid[])`.execute(
      services.db,
    )
  return rows.length
}
