import { sql } from 'kysely'
import type { InformationImport } from '#contract/information-templates.ts'
import type { Tx } from '#kernel/db.ts'
import { record } from '#kernel/events.ts'
import type { Ctx } from '#kernel/http.ts'
import { newId } from '#kernel/id.ts'
import { insertItems } from '../create-item.ts'
import { dayOf } from '../day.ts'
import { writeProposal } from '../proposals.ts'
import { lockItem } from '../select-items.ts'
import { changeItem } from '../update-item.ts'
import { readValue } from '../values.ts'
import { type Plan, planRows } from './plan-rows.ts'
import { readUpload } from './read-upload.ts'
import { readWorld } from './world.ts'

type Reported = InformationImport['rows'][number]

/**
 * Takes a checklist in, row by row: what a row does not say clearly is rejected with a reason and the others go on. The value of
 * an item that somebody else owns becomes a proposal. A dry run answers the same and changes nothing.
 */
export async function importItems(ctx: Ctx): Promise<InformationImport> {
  const { dryRun, columns, rows } = await readUpload(ctx)
  return ctx.transact(async (tx) => {
    const { actor } = ctx
    const at = ctx.clock.now()
    const day = await dayOf(tx, actor.workspaceId, at)
    const plans = planRows(rows, columns, await readWorld(tx, actor.workspaceId, day), day)
    const reported = dryRun ? plans.map((plan) => report(plan, actor.id)) : await carryOut(ctx, tx, at, day, plans)
    const count = (outcome: Reported['outcome']) => reported.filter((one) => one.outcome === outcome).length
    const counts = { created: count('created'), updated: count('updated'), rejected: count('rejected') }
    if (!dryRun) await record(tx, actor, at, 'information.imported', counts, [newId()])
    return {
      dryRun,
      rowsRead: rows.length,
      ...counts,
      proposed: count('proposed'),
      unchanged: count('unchanged'),
      rows: reported,
    }
  })
}

function report(plan: Plan, actorId: string, itemId: string | null = null): Reported {
  const { row, name } = plan
  if (plan.outcome === 'rejected') {
    const { reason, found } = plan
    return { row, name, outcome: 'rejected', itemId: null, reason, found }
  }
  const said = { row, name, reason: null, found: null }
  if (plan.outcome === 'created') return { ...said, outcome: 'created', itemId }
  const { item, change, value } = plan
  const isChanged = Object.keys(change).length > 0 || (value !== null && item.ownerId === actorId)
  const outcome = isChanged ? 'updated' : value !== null ? 'proposed' : 'unchanged'
  return { ...said, outcome, itemId: item.id }
}

async function carryOut(ctx: Ctx, tx: Tx, at: Date, day: string, plans: readonly Plan[]): Promise<Reported[]> {
  const { actor } = ctx
  const fresh = plans.flatMap((plan) => (plan.outcome === 'created' ? [plan.item] : []))
  const made = await insertItems(tx, actor, at, fresh)
  const ids = new Map(fresh.map((item, index) => [item, made[index] ?? null]))
  const reported: Reported[] = []
  for (const plan of plans) {
    if (plan.outcome === 'changed') await change(ctx, tx, at, day, plan)
    reported.push(report(plan, actor.id, plan.outcome === 'created' ? ids.get(plan.item) : null))
  }
  return reported
}

async function change(ctx: Ctx, tx: Tx, at: Date, day: string, plan: Plan & { outcome: 'changed' }): Promise<void> {
  const { actor } = ctx
  const { item: found, change: terms, value } = plan
  if (Object.keys(terms).length === 0 && value === null) return
  const item = await lockItem(tx, actor.workspaceId, day, found.id)
  const isOwn = item.ownerId === actor.id
  const own = isOwn && value !== null ? { value: readValue(item.kind, value) } : {}
  await changeItem(tx, actor, at, day, item, { ...terms, ...own })
  if (value !== null && !isOwn && !(await isProposed(tx, actor.workspaceId, item.id, value)))
    await writeProposal(ctx, tx, item, value, '', at)
}

async function isProposed(tx: Tx, workspaceId: string, itemId: string, value: string): Promise<boolean> {
  const { rows } = await sql`select 1 from information_proposal
    where workspace_id = ${workspaceId} and item_id = ${itemId} and state = 'open' and value = ${value} limit 1`.execute(
    tx,
  )
  return rows.length > 0
}
