import { sql } from 'kysely'
import Type from 'typebox'
import type { Db } from '#kernel/db.ts'
import { defineJob } from '#kernel/jobs.ts'

/** Years in which claims can still arise (LOPDGDD art. 72: very serious infringements lapse after three). */
export const limitationYears = 3
const batch = 500
const tables = ['consent', 'form_submission', 'lifecycle_transition', 'contact_merge'] as const

/** Second phase of erasures: what was only blocked until now is destroyed. A shell without data keeps reports whole. */
export const destroyErased = defineJob({
  name: 'contacts.destroy_erased',
  payload: Type.Object({}),
  retry: { limit: 3 },
  pool: 'bulk',
  run: async (_payload, { db, clock }) => {
    const before = new Date(clock.now())
    before.setUTCFullYear(before.getUTCFullYear() - limitationYears)
    const { rows } = await sql<{ id: string }>`select id from workspace`.execute(db)
    for (const { id } of rows) await destroy(db, id, before)
  },
})

async function destroy(db: Db, workspaceId: string, before: Date) {
  for (;;) {
    const { rows } = await sql<{ id: string }>`select c.subject_id as id from contact c
      where c.workspace_id = ${workspaceId} and c.erased_at is not null and c.erased_at < ${before}
        and exists (select 1 from consent x where x.workspace_id = c.workspace_id and x.subject_id = c.subject_id
          union all select 1 from form_submission x where x.workspace_id = c.workspace_id and x.subject_id = c.subject_id
          union all select 1 from lifecycle_transition x where x.workspace_id = c.workspace_id and x.subject_id = c.subject_id)
      limit ${batch}`.execute(db)
    if (rows.length === 0) return
    const ids = rows.map((row) => row.id)
    await db.transaction().execute(async (tx) => {
      for (const table of tables)
        await sql`delete from ${sql.table(table)} where workspace_id = ${workspaceId} and subject_id = any (${ids}::uuid[])`.execute(
          tx,
        )
    })
  }
}
