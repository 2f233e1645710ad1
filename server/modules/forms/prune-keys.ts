import { sql } from 'kysely'
import Type from 'typebox'
import { defineJob } from '#kernel/jobs.ts'

const keptDays = 7

/** Repeats come within minutes; keys of submissions older than a week are let go. */
export const pruneSubmissionKeys = defineJob({
  name: 'forms.prune_keys',
  payload: Type.Object({}),
  retry: { limit: 3 },
  pool: 'bulk',
  run: async (_payload, { db, clock }) => {
    const before = new Date(clock.now().getTime() - keptDays * 86_400_000)
    for (const { id } of await db.selectFrom('workspace').select('id').execute()) {
      await sql`delete from form_submission_key where workspace_id = ${id} and at < ${before}`.execute(db)
    }
  },
})
