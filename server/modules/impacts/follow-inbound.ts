import { sql } from 'kysely'
import Type, { type Static } from 'typebox'
import type { Diff } from '#contract/impacts.ts'
import { Id } from '#contract/kit.ts'
import { stockEvents } from '#contract/stock-events.ts'
import type { Tx } from '#kernel/db.ts'
import { systemActor } from '#kernel/events.ts'
import { defineJob } from '#kernel/jobs.ts'
import { mendChanges } from './mend.ts'
import { openImpact } from './open-impact.ts'

const inboundChanged = stockEvents['inbound.changed']
type Change = Static<typeof inboundChanged>

/**
 * A delivery that comes later, smaller or not at all touches what counts on the stock; as good as it was again, or there in full,
 * it mends it.
 */
export const followInbound = defineJob({
  name: 'impacts.follow-inbound',
  payload: Type.Object({ workspaceId: Id, ...inboundChanged.properties }),
  retry: { limit: 10 },
  pool: 'interactive',
  async run({ workspaceId, ...changed }, { db, clock }) {
    const { productId, inboundId, version, before } = changed
    if (!before) return
    const actor = systemActor(workspaceId)
    const now = clock.now()
    const dedupeKey = ['inbound.changed', inboundId, ...(version === undefined ? [] : [version])].join(' ')
    await db.transaction().execute(async (tx) => {
      const undone = await undoneChanges(tx, workspaceId, inboundId)
      await mendChanges(tx, actor, now, undone)
      const change = worsened(changed, before)
      if (change.length === 0 || undone.includes(dedupeKey)) return
      await openImpact(tx, actor, now, {
        cause: { type: 'stock', id: productId },
        change,
        severity: before.confirmed ? 'critical' : 'major',
        eventName: 'inbound.changed',
        dedupeKey,
        productId,
      })
    })
  },
})

function worsened({ change, quantity, expectedOn, confirmed }: Change, before: NonNullable<Change['before']>): Diff[] {
  if (change === 'cancelled') return [{ key: 'inbound', label: '', before: String(before.quantity), after: '0' }]
  const diff: Diff[] = []
  if (expectedOn > before.expectedOn)
    diff.push({ key: 'expectedOn', label: '', before: before.expectedOn, after: expectedOn })
  if (quantity < before.quantity)
    diff.push({ key: 'inbound', label: '', before: String(before.quantity), after: String(quantity) })
  if (before.confirmed && !confirmed) diff.push({ key: 'unconfirmed', label: '', before: expectedOn, after: null })
  return diff
}

/**
 * Dedupe keys of the changes before which the delivery was no better than it is now; a delivery that is there is no longer late.
 * It is held as it is until the transaction ends: of two changes whose jobs run at once, the one that makes good would not see
 * the impact that the other is opening.
 */
async function undoneChanges(tx: Tx, workspaceId: string, inboundId: string): Promise<string[]> {
  await sql`select 1 from inbound where workspace_id = ${workspaceId} and id = ${inboundId} for share`.execute(tx)
  const { rows } = await sql<{
    dedupeKey: string
  }>`select concat_ws(' ', e.name, i.id, e.data ->> 'version') as dedupe_key
    from inbound i join event e on e.workspace_id = i.workspace_id and e.subjects @> array[i.id] and e.name = 'inbound.changed'
    where i.workspace_id = ${workspaceId} and e.workspace_id = ${workspaceId} and i.id = ${inboundId} and i.state <> 'cancelled'
      and coalesce(i.received_quantity, i.quantity) >= (e.data #>> '{before,quantity}')::integer
      and (i.state = 'received' or (i.expected_on <= (e.data #>> '{before,expectedOn}')::date
        and i.confirmed >= (e.data #>> '{before,confirmed}')::boolean))`.execute(tx)
  return rows.map((row) => row.dedupeKey)
}
