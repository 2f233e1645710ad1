import { sql } from 'kysely'
import type { Input, Reply } from '#contract/kit.ts'
import type { todayRoutes } from '#contract/today.ts'
import type { Ctx } from '#kernel/http.ts'
import { decodeCursor } from '#kernel/page.ts'
import { contactPage, type ReportContactRow, reportPeriod } from './shared.ts'

type Routes = typeof todayRoutes
const mostSources = 200

/** Contacts made in the period by where they came from. `customers`: those of them that are customers by now. */
export async function readSources(
  ctx: Ctx,
  { query }: Input<Routes['GET /reports/sources']>,
): Promise<Reply<Routes['GET /reports/sources']>> {
  const { from, to, start, end } = await reportPeriod(ctx, query)
  const { rows } = await sql<{ source: string | null; contacts: number; customers: number }>`
    select nullif(source, '') as source, count(*) as contacts, count(*) filter (where lifecycle_stage = 'customer') as customers
    from contact where workspace_id = ${ctx.actor.workspaceId} and deleted_at is null and created_at >= ${start} and created_at < ${end}
    group by 1 order by 2 desc, 1 nulls last limit ${mostSources}`.execute(ctx.db)
  return { from, to, items: rows }
}

/** Exactly the contacts that a number of the report counts, the latest first. */
export async function listSourceContacts(
  ctx: Ctx,
  { query }: Input<Routes['GET /reports/sources/contacts']>,
): Promise<Reply<Routes['GET /reports/sources/contacts']>> {
  const { workspaceId } = ctx.actor
  const { start, end } = await reportPeriod(ctx, query)
  const limit = query.limit ?? 50
  const after = decodeCursor(query.after, 2)
  const conditions = [
    sql`c.workspace_id = ${workspaceId} and c.deleted_at is null and c.created_at >= ${start} and c.created_at < ${end}`,
    query.source ? sql`c.source = ${query.source}` : sql`(c.source is null or c.source = '')`,
    ...(query.customers ? [sql`c.lifecycle_stage = 'customer'`] : []),
    ...(after ? [sql`(c.created_at, c.subject_id) < (${after[0]}::timestamptz, ${after[1]}::uuid)`] : []),
  ]
  const { rows } =
    await sql<ReportContactRow>`select c.subject_id as id, c.full_name, c.email, co.name as company_name, c.lifecycle_stage,
      c.temperature, c.source, c.created_at as at
    from contact c left join company co on co.workspace_id = ${workspaceId} and co.id = c.company_id
    where ${sql.join(conditions, sql` and `)} order by c.created_at desc, c.subject_id desc limit ${limit + 1}`.execute(
      ctx.db,
    )
  return contactPage(rows, limit)
}
