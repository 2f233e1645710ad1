import { sql } from 'kysely'
import type { ImpactRecord } from '#contract/impacts.ts'
import type { Ctx } from '#kernel/http.ts'
import { Problem } from '#kernel/problem.ts'
import { lockImpact } from './acknowledge.ts'
import { settle } from './mend.ts'
import type { Node } from './nodes.ts'
import { readImpact } from './select-impacts.ts'

/**
 * A person says that something touched is in order: what nothing in Tándem can know. A claim is refused with 422: it is mended by
 * what it states. Doing it twice changes nothing.
 */
export const mendByHand = (ctx: Ctx, id: string, { type, id: nodeId }: Node): Promise<ImpactRecord> =>
  ctx.transact(async (tx) => {
    const { actor } = ctx
    const at = ctx.clock.now()
    await lockImpact(tx, actor.workspaceId, id)
    if (type === 'claim') throw new Problem('unprocessable', {}, [{ pointer: '/type', rule: 'claim_mends_itself' }])
    const { rows } = await sql<{ state: string }>`select state from impact_item
      where workspace_id = ${actor.workspaceId} and impact_id = ${id} and node_type = ${type} and node_id = ${nodeId}`.execute(
      tx,
    )
    if (!rows[0]) throw new Problem('unprocessable', {}, [{ pointer: '/id', rule: 'unknown_record' }])
    if (rows[0].state === 'open') {
      await sql`update impact_item set state = 'mended', mended_at = ${at}
        where workspace_id = ${actor.workspaceId} and impact_id = ${id} and node_type = ${type} and node_id = ${nodeId} and state = 'open'`.execute(
        tx,
      )
      await settle(tx, actor, at, [id])
    }
    return readImpact(tx, actor, id)
  })
