import { sql } from 'kysely'
import Type from 'typebox'
import type { ShopRun } from '#contract/shops.ts'
import { isUniqueViolation, type Tx } from '#kernel/db.ts'
import type { Ctx } from '#kernel/http.ts'
import { newId } from '#kernel/id.ts'
import { defineJob, enqueue } from '#kernel/jobs.ts'
import { Problem } from '#kernel/problem.ts'
import { findShop, selectRuns, toRun } from './select-shops.ts'
import { syncShop } from './sync.ts'

/** Brings what is new now. Throws 409 while another run waits or works. */
export async function startSync(ctx: Ctx, id: string, { full = false }: { full?: boolean }): Promise<ShopRun> {
  try {
    return await ctx.transact(async (tx) => {
      const { workspaceId } = ctx.actor
      await findShop(tx, workspaceId, id, { lock: true })
      if (full)
        await sql`update shop_connection set cursors = '{}' where workspace_id = ${workspaceId} and id = ${id}`.execute(
          tx,
        )
      const runId = await queueRun(tx, workspaceId, id, 'manual', ctx.clock.now())
      const [run] = await selectRuns(tx, workspaceId, sql`r.id = ${runId}`)
      return toRun(run!)
    })
  } catch (error) {
    if (isUniqueViolation(error)) throw new Problem('shop_run_open')
    throw error
  }
}

async function queueRun(
  tx: Tx,
  workspaceId: string,
  shopId: string,
  trigger: 'manual' | 'schedule',
  at: Date,
): Promise<string> {
  const runId = newId()
  await sql`insert into shop_run (workspace_id, shop_id, id, trigger, state, created_at)
    values (${workspaceId}, ${shopId}, ${runId}, ${trigger}, 'queued', ${at})`.execute(tx)
  await enqueue(tx, syncShop, { workspaceId, shopId, runId })
  return runId
}

const keptDays = 30

/** Queues a run for each shop whose time has come and that has none under way; forgets old receipts and runs. */
export const scheduleSyncs = defineJob({
  name: 'shops.schedule',
  payload: Type.Object({}),
  retry: { limit: 3 },
  pool: 'bulk',
  async run(_payload, { db, clock }) {
    const at = clock.now()
    const oldest = new Date(at.getTime() - keptDays * 86_400_000)
    const { rows } = await sql<{ id: string }>`select id from workspace`.execute(db)
    for (const { id } of rows) {
      await db.transaction().execute((tx) => queueDue(tx, id, at))
      await sql`delete from shop_webhook_receipt where workspace_id = ${id} and received_at < ${oldest}`.execute(db)
      await sql`delete from shop_run where workspace_id = ${id} and created_at < ${oldest} and state in ('finished', 'failed')`.execute(
        db,
      )
    }
  },
})

const longestRunMs = 24 * 3_600_000

async function queueDue(tx: Tx, workspaceId: string, at: Date): Promise<void> {
  // A run whose job was lost would keep the shop waiting for ever.
  await sql`update shop_run set state = 'failed', finished_at = ${at}, problem = '{"code":"server_error","detail":""}'
    where workspace_id = ${workspaceId} and state in ('queued', 'running') and created_at < ${new Date(at.getTime() - longestRunMs)}`.execute(
    tx,
  )
  const { rows } = await sql<{ id: string; everyMinutes: number }>`select s.id, s.every_minutes from shop_connection s
    where s.workspace_id = ${workspaceId} and s.deleted_at is null and s.active and s.next_run_at <= ${at}
      and not exists (select 1 from shop_run r where r.workspace_id = ${workspaceId} and r.shop_id = s.id and r.state in ('queued', 'running'))
    for update of s skip locked`.execute(tx)
  for (const { id, everyMinutes } of rows) {
    await sql`update shop_connection set next_run_at = ${new Date(at.getTime() + everyMinutes * 60_000)}
      where workspace_id = ${workspaceId} and id = ${id}`.execute(tx)
    await queueRun(tx, workspaceId, id, 'schedule', at)
  }
}
