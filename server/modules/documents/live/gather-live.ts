import { sql } from 'kysely'
import Type from 'typebox'
import { systemActor } from '#kernel/events.ts'
import { defineJob } from '#kernel/jobs.ts'
import type { Services } from '#kernel/services.ts'
import { gather } from '../shared/store.ts'
import { keepVersion } from '../versions/keep-version.ts'

const versionEveryMs = 10 * 60_000

/**
 * Gathers what has been typed in a document. Keeps a version by itself when people have been writing for ten minutes since
 * the last, or when they have left (`isOver`).
 */
export async function gatherLive(
  { db, clock }: Pick<Services, 'db' | 'clock'>,
  workspaceId: string,
  documentId: string,
  { isOver }: { isOver: boolean },
): Promise<void> {
  await db.transaction().execute(async (tx) => {
    await gather(tx, workspaceId, documentId, clock.now())
    const { rows } = await sql<{
      id: string
      title: string
      parentId: string | null
      updatedBy: string
      updatedAt: Date
      keptAt: Date
    }>`select d.id, d.title, d.parent_id, d.updated_by, d.updated_at,
        coalesce((select max(v.created_at) from document_version v where v.workspace_id = ${workspaceId}
          and v.document_id = d.id), d.created_at) as kept_at
      from document d join document_state s on s.workspace_id = ${workspaceId} and s.document_id = d.id
      where d.workspace_id = ${workspaceId} and d.id = ${documentId} and d.deleted_at is null and s.contributor_ids <> '{}'`.execute(
      tx,
    )
    const row = rows[0]
    if (!row || (!isOver && row.updatedAt.getTime() - row.keptAt.getTime() < versionEveryMs)) return
    await keepVersion(tx, { ...systemActor(workspaceId), kind: 'member', id: row.updatedBy }, row.updatedAt, row, {
      origin: 'automatic',
    })
  })
}

const restMs = 60_000
const mostAtOnce = 500

/** What a process that died has left: typed, acknowledged, kept, but not yet gathered. */
export const gatherLeft = defineJob({
  name: 'documents.gather_left',
  payload: Type.Object({}),
  retry: { limit: 3 },
  pool: 'bulk',
  run: async (_payload, services) => {
    const { rows } = await sql<{ workspaceId: string; documentId: string }>`
      select workspace_id, document_id from document_update
      group by workspace_id, document_id having max(at) < ${new Date(services.clock.now().getTime() - restMs)}
      limit ${mostAtOnce}`.execute(services.db)
    for (const { workspaceId, documentId } of rows)
      await gatherLive(services, workspaceId, documentId, { isOver: true })
  },
})
