import { sql } from 'kysely'
import Type from 'typebox'
import { Id } from '#contract/kit.ts'
import type { SpecAttribute } from '#contract/product-parts.ts'
import { workspacesAt } from '#kernel/clock.ts'
import type { Tx } from '#kernel/db.ts'
import { systemActor } from '#kernel/events.ts'
import { defineJob } from '#kernel/jobs.ts'
import type { Services } from '#kernel/services.ts'
import { beginPrices } from './begin-prices.ts'
import { type Coming, comeIntoForce } from './come-into-force.ts'

/** What was published or priced for a day to come begins on it. Queued for the moment itself. */
export const applyDue = defineJob({
  name: 'products.apply_due',
  payload: Type.Object({ workspaceId: Id }),
  retry: { limit: 8 },
  pool: 'interactive',
  run: ({ workspaceId }, services) => beginDue(services, workspaceId, services.clock.now()),
})

/** The same for every workspace, in case a queued moment was missed. */
export const sweepDue = defineJob({
  name: 'products.sweep_due',
  payload: Type.Object({}),
  retry: { limit: 1 },
  pool: 'bulk',
  async run(_payload, services) {
    for (const { workspaceId, at } of await workspacesAt(services.db, services.clock.now()))
      await beginDue(services, workspaceId, at)
  },
})

const beginDue = ({ db }: Services, workspaceId: string, at: Date): Promise<void> =>
  db.transaction().execute(async (tx) => {
    const actor = systemActor(workspaceId)
    await comeIntoForce(tx, actor, at, await takeDueSpecs(tx, workspaceId, at))
    await beginPrices(tx, actor, at)
  })

type Due = {
  productId: string
  version: number
  attributes: SpecAttribute[]
  note: string | null
  sku: string
  name: string
}

async function takeDueSpecs(tx: Tx, workspaceId: string, at: Date): Promise<Coming[]> {
  const { rows } = await sql<Due>`update product_spec s set state = 'published', updated_at = ${at}
    from product p
    where s.workspace_id = ${workspaceId} and p.workspace_id = s.workspace_id and p.id = s.product_id
      and s.state = 'scheduled' and s.effective_from <= ${at}
    returning s.product_id, s.spec_version as version, s.attributes, s.note, p.sku, p.name`.execute(tx)
  return rows
    .sort((a, b) => a.version - b.version)
    .map(({ productId, sku, name, ...spec }) => ({ ...spec, product: { id: productId, sku, name } }))
}
