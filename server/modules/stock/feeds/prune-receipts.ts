import { sql } from 'kysely'
import Type from 'typebox'
import { defineJob } from '#kernel/jobs.ts'

const keptDays = 30

/** Nobody repeats a message after a month. */
export const pruneReceipts = defineJob({
  name: 'stock.prune_receipts',
  payload: Type.Object({}),
  retry: { limit: 1 },
  pool: 'bulk',
  async run(_payload, { db, clock }) {
    const before = new Date(clock.now().getTime() - keptDays * 86_400_000)
    const { rows } = await sql<{ id: string }>`select id from workspace`.execute(db)
    for (const { id } of rows)
      await sql`delete from stock_webhook_receipt where workspace_id = ${id} and at < ${before}`.execute(db)
  },
})
