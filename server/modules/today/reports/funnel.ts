import { sql } from 'kysely'
import type { Input, Reply } from '#contract/kit.ts'
import { funnelStages, type todayRoutes } from '#contract/today.ts'
import type { Ctx } from '#kernel/http.ts'
import { decodeCursor } from '#kernel/page.ts'
import { contactPage, type ReportContactRow, reportPeriod } from './shared.ts'

type Routes = typeof todayRoutes

/** Contacts that reached each stage in the period, each once however often it did; and how many stand there now. */
export async function readFunnel(
  ctx: Ctx,
  { query }: Input<Routes['GET /reports/funnel']>,
): Promise<Reply<Routes['GET /reports/funnel']>> {
  const { workspaceId } = ctx.actor
  const { from, to, start, end } = await reportPeriod(ctx, query)
  const [reached, now] = await Promise.all([
    sql<{ stage: string; count: number }>`select t.to_stage as stage, count(distinct t.subject_id) as count
      from lifecycle_transition t
      join contact c on c.workspace_id = ${workspaceId} and c.subject_id = t.subject_id and c.deleted_at is null
      where t.workspace_id = ${workspaceId} and t.at >= ${start} and t.at < ${end} group by 1`.execute(ctx.db),
    sql<{ stage: string; count: number }>`select lifecycle_stage as stage, count(*) as count from contact
      where workspace_id = ${workspaceId} and deleted_at is null group by 1`.execute(ctx.db),
  ])
  const countIn = (rows: { stage: string; count: number }[], stage: string) =>
    rows.find((row) => row.stage === stage)?.count ?? 0
  return {
    from,
    to,
    stages: funnelStages.map((stage) => ({
      stage,
      reached: countIn(reached.rows, stage),
      now: countIn(now.rows, stage),
    })),
  }
}

/** Exactly the contacts that `reached` counts, the latest first. */
export async function listFunnelContacts(
  ctx: Ctx,
  { query }: Input<Routes['GET /reports/funnel/contacts']>,
): Promise<Reply<Routes['GET /reports/funnel/contacts']>> {
  const { workspaceId } = ctx.actor
  const { start, end } = await reportPeriod(ctx, query)
  const limit = query.limit ?? 50
  const after = decodeCursor(query.after, 2)
  const { rows } = await sql<ReportContactRow>`with reached as (
      select t.subject_id, max(t.at) as at from lifecycle_transition t
      where t.workspace_id = ${workspaceId} and t.to_stage = ${query.stage} and t.at >= ${start} and t.at < ${end} group by 1
    )
    select c.subject_id as id, c.full_name, c.email, co.name as company_name, c.lifecycle_stage, c.temperature, c.source, r.at
    from reached r
    join contact c on c.workspace_id = ${workspaceId} and c.subject_id = r.subject_id and c.deleted_at is null
    left join company co on co.workspace_id = ${workspaceId} and co.id = c.company_id
    ${after ? sql`where (r.at, r.subject_id) < (${after[0]}::timestamptz, ${after[1]}::uuid)` : sql``}
    order by r.at desc, r.subject_id desc limit ${limit + 1}`.execute(ctx.db)
  return contactPage(rows, limit)
}
