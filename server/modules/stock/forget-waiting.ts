import { sql } from 'kysely'
import Type from 'typebox'
import { Id } from '#contract/kit.ts'
import { defineJob } from '#kernel/jobs.ts'

/** Whoever had their data erased waits for nothing any more, and their address is gone from here too. */
export const forgetWaiting = defineJob({
  name: 'stock.forget_waiting',
  payload: Type.Object({ workspaceId: Id, subjectId: Id }),
  retry: { limit: 8 },
  pool: 'bulk',
  async run({ workspaceId, subjectId }, { db }) {
    await sql`update waitlist_entry set email = '', subject_id = null,
        state = case when state = 'waiting' then 'removed' else state end
      where workspace_id = ${workspaceId} and subject_id = ${subjectId}`.execute(db)
  },
})
