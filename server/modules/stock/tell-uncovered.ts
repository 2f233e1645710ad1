import { sql } from 'kysely'
import Type from 'typebox'
import { Id } from '#contract/kit.ts'
import { stockEvents } from '#contract/stock-events.ts'
import { defineJob } from '#kernel/jobs.ts'
import { notify } from '#modules/platform/public.ts'

const mostPeople = 50

/** Who reserved units that are no longer there, and who leads sales, hear of it; once a day, however often it is counted. */
export const tellUncovered = defineJob({
  name: 'stock.tell_uncovered',
  payload: Type.Object({ ...stockEvents['stock.uncovered'].properties, workspaceId: Id }),
  retry: { limit: 8 },
  pool: 'interactive',
  async run({ workspaceId, productId, name, uncovered }, { db, clock }) {
    const at = clock.now()
    await db.transaction().execute(async (tx) => {
      const { rows } = await sql<{ id: string }>`(select r.created_by as id from stock_reservation r
          where r.workspace_id = ${workspaceId} and r.product_id = ${productId} and r.state = 'active'
          order by r.created_at desc limit ${mostPeople})
        union
        select md.member_id from department d
        join member_department md on md.workspace_id = d.workspace_id and md.department_id = d.id
        where d.workspace_id = ${workspaceId} and md.workspace_id = ${workspaceId} and d.key = 'sales' and d.deleted_at is null
          and md.is_manager`.execute(tx)
      await notify(tx, at, workspaceId, [
        {
          memberIds: rows.map(({ id }) => id),
          kind: 'stock_uncovered',
          params: { product: name, count: uncovered },
          link: `/products/${productId}`,
          dedupeKey: `stock_uncovered ${productId} ${at.toISOString().slice(0, 10)}`,
          mail: true,
        },
      ])
    })
  },
})
