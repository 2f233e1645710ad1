import { sql } from 'kysely'
import type { Deal } from '#contract/deals.ts'
import type { Tx } from '#kernel/db.ts'
import { record } from '#kernel/events.ts'
import { type Ctx, requireVersion } from '#kernel/http.ts'
import { Problem } from '#kernel/problem.ts'
import { dealFacts, dealSubjects } from './deal-facts.ts'
import { stageOf } from './open-deal.ts'
import { lockDeal, readDeal } from './select-deals.ts'

type Place = { stageId: string; afterId?: string; beforeId?: string }

/**
 * Puts a deal into a stage and a place of its column: below `afterId`, else above `beforeId`, else at the top. A neighbour
 * that has left the column meanwhile is passed over. Moves of one pipeline follow one another (its row is locked), so a
 * rank is always taken from neighbours that stay where they are.
 */
export const moveDeal = (ctx: Ctx, id: string, { stageId, ...place }: Place): Promise<Deal> =>
  ctx.transact(async (tx) => {
    const { actor } = ctx
    const { workspaceId } = actor
    const at = ctx.clock.now()
    const stage = await stageOf(tx, workspaceId, stageId)
    await lockPipeline(tx, workspaceId, stage.pipelineId)
    const deal = await lockDeal(tx, workspaceId, id)
    requireVersion(ctx, deal.version)
    if (deal.state !== 'open') throw new Problem('deal_already_closed')
    if (deal.pipelineId !== stage.pipelineId)
      throw new Problem('unprocessable', {}, [{ pointer: '/stageId', rule: 'other_pipeline' }])
    await requireNeighbours(tx, workspaceId, place)
    const boardRank = await rankAt(tx, workspaceId, id, stageId, place)
    const stays = deal.stageId === stageId
    await tx
      .updateTable('deal')
      .set({ stageId, boardRank, version: deal.version + 1, updatedAt: at, ...(!stays && { stageSince: at }) })
      .where('workspaceId', '=', workspaceId)
      .where('id', '=', id)
      .execute()
    if (!stays) {
      const data = {
        ...dealFacts(deal),
        fromStageId: deal.stageId,
        fromStage: deal.stageName,
        toStageId: stageId,
        toStage: stage.name,
      }
      await record(tx, actor, at, 'deal.stage_changed', data, dealSubjects(deal))
    }
    return readDeal(tx, workspaceId, id, at)
  })

/** NO KEY UPDATE: deals that are opened meanwhile only look at the key and do not wait. */
export const lockPipeline = (tx: Tx, workspaceId: string, pipelineId: string) =>
  sql`select 1 from pipeline where workspace_id = ${workspaceId} and id = ${pipelineId} for no key update`.execute(tx)

async function requireNeighbours(tx: Tx, workspaceId: string, { afterId, beforeId }: Omit<Place, 'stageId'>) {
  const wanted = [afterId, beforeId].filter((id) => id !== undefined)
  if (wanted.length === 0) return
  const { rows } = await sql<{
    id: string
  }>`select id from deal where workspace_id = ${workspaceId} and id = any(${wanted}::uuid[])`.execute(tx)
  const known = new Set(rows.map((row) => row.id))
  const errors = Object.entries({ afterId, beforeId })
    .filter(([, id]) => id !== undefined && !known.has(id))
    .map(([name]) => ({ pointer: `/${name}`, rule: 'unknown_record' }))
  if (errors.length > 0) throw new Problem('unprocessable', {}, errors)
}

async function rankAt(
  tx: Tx,
  workspaceId: string,
  id: string,
  stageId: string,
  place: Omit<Place, 'stageId'>,
): Promise<number> {
  const rank = between(await neighboursOf(tx, workspaceId, id, stageId, place))
  if (rank !== null) return rank
  await spaceOut(tx, workspaceId, stageId)
  return between(await neighboursOf(tx, workspaceId, id, stageId, place)) ?? 0
}

type Neighbours = { above: number | null; below: number | null }

/** A rank strictly between, or null when no number is left there. At the ends a whole step is left free. */
function between({ above, below }: Neighbours): number | null {
  if (above === null) return below === null ? 0 : below - 1
  if (below === null) return above + 1
  const middle = above + (below - above) / 2
  return middle > above && middle < below ? middle : null
}

async function neighboursOf(
  tx: Tx,
  workspaceId: string,
  id: string,
  stageId: string,
  { afterId, beforeId }: Omit<Place, 'stageId'>,
): Promise<Neighbours> {
  const { rows } = await sql<Neighbours>`with lane as materialized (
      select id, board_rank, lag(board_rank) over w as above, lead(board_rank) over w as below
      from deal where workspace_id = ${workspaceId} and stage_id = ${stageId} and state = 'open' and deleted_at is null and id <> ${id}
      window w as (order by board_rank, id))
    select * from (
      select 1 as choice, board_rank as above, below from lane where id = ${afterId ?? null}::uuid
      union all select 2, above, board_rank from lane where id = ${beforeId ?? null}::uuid
      union all select 3, null, min(board_rank) from lane) as places
    order by choice limit 1`.execute(tx)
  return rows[0]!
}

/** Halving runs out of numbers after some fifty moves into one gap: then the column gets whole numbers again. */
const spaceOut = (tx: Tx, workspaceId: string, stageId: string) =>
  sql`with ordered as materialized (
      select id, row_number() over (order by board_rank, id) as place from deal
      where workspace_id = ${workspaceId} and stage_id = ${stageId} and state = 'open' and deleted_at is null)
    update deal d set board_rank = o.place from ordered o
    where d.workspace_id = ${workspaceId} and d.id = o.id and d.stage_id = ${stageId}`.execute(tx)
