import { sql } from 'kysely'
import type { Board } from '#contract/deals.ts'
import type { Ctx } from '#kernel/http.ts'
import { toPage } from '#kernel/page.ts'
import { Problem } from '#kernel/problem.ts'
import { type DealFilters, dealPredicate } from './deal-filters.ts'
import { type DealRow, dealColumns, dealJoins, toDeal } from './select-deals.ts'

type StageRow = { id: string; key: string; name: string; probability: number; rotDays: number | null }
type SumRow = { stageId: string; currency: string; count: number; amountCents: number }

/** The open deals of a pipeline by stage. Three statements, whatever the number of stages and deals. */
export async function readBoard(
  ctx: Ctx,
  { pipelineId, limit = 25, ...filters }: DealFilters & { pipelineId?: string; limit?: number },
): Promise<Board> {
  const { db, actor, clock } = ctx
  const { workspaceId } = actor
  const pipeline = await pipelineOf(ctx, pipelineId)
  const predicate = sql`${await dealPredicate(db, workspaceId, filters)} and d.state = 'open'`
  const [stages, sums, cards] = await Promise.all([
    sql<StageRow>`select id, key, name, probability, rot_days from pipeline_stage
      where workspace_id = ${workspaceId} and pipeline_id = ${pipeline.id} and deleted_at is null order by position, id`.execute(
      db,
    ),
    sql<SumRow>`select d.stage_id, d.currency, count(*) as count, coalesce(sum(d.amount_cents), 0)::bigint as amount_cents
      from deal d where d.workspace_id = ${workspaceId} and d.pipeline_id = ${pipeline.id} and ${predicate}
      group by d.stage_id, d.currency`.execute(db),
    sql<DealRow>`select ${dealColumns} from pipeline_stage column_
      cross join lateral (
        select d.* from deal d where d.workspace_id = ${workspaceId} and d.stage_id = column_.id and ${predicate}
        order by d.board_rank, d.id limit ${limit + 1}) d
      ${dealJoins(workspaceId)}
      where column_.workspace_id = ${workspaceId} and column_.pipeline_id = ${pipeline.id} and column_.deleted_at is null
      order by d.board_rank, d.id`.execute(db),
  ])
  const now = clock.now()
  return {
    pipelineId: pipeline.id,
    pipelineName: pipeline.name,
    stages: stages.rows.map(({ id, ...stage }) => {
      const own = sums.rows.filter((row) => row.stageId === id)
      const amountCents = own.find((row) => row.currency === pipeline.currency)?.amountCents ?? 0
      return {
        ...stage,
        stageId: id,
        count: own.reduce((sum, row) => sum + row.count, 0),
        total: { amountCents, currency: pipeline.currency },
        weighted: { amountCents: Math.round((amountCents * stage.probability) / 100), currency: pipeline.currency },
        otherTotals: own
          .filter((row) => row.currency !== pipeline.currency && row.amountCents > 0)
          .map((row) => ({ amountCents: row.amountCents, currency: row.currency })),
        ...toPage(
          cards.rows.filter((row) => row.stageId === id),
          limit,
          (row) => toDeal(row, now),
          (row) => [row.boardRank, row.id],
        ),
      }
    }),
  }
}

async function pipelineOf({ db, actor }: Ctx, pipelineId: string | undefined) {
  const { rows } = await sql<{ id: string; name: string; currency: string }>`select p.id, p.name, w.currency
    from pipeline p join workspace w on w.id = p.workspace_id
    where p.workspace_id = ${actor.workspaceId} and ${pipelineId ? sql`p.id = ${pipelineId}` : sql`p.is_default`}`.execute(
    db,
  )
  if (!rows[0]) throw new Problem('not_found')
  return rows[0]
}
