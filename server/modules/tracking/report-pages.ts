import { sql } from 'kysely'
import type { Input, Reply } from '#contract/kit.ts'
import type { trackingRoutes } from '#contract/tracking.ts'
import type { Ctx } from '#kernel/http.ts'

type Route = (typeof trackingRoutes)['GET /reports/pages']
type Row = {
  path: string
  pageViews: number
  visitors: number
  formStarts: number
  allViews: number
  allStarts: number
}

/** From the daily rollup. Visitors are counted per day and source: somebody who comes on two days counts twice. */
export async function reportPages({ db, actor }: Ctx, { query }: Input<Route>): Promise<Reply<Route>> {
  const { rows } =
    await sql<Row>`select path, sum(page_views)::bigint as page_views, sum(visitors)::bigint as visitors, sum(form_starts)::bigint as form_starts,
      sum(sum(page_views)) over ()::bigint as all_views, sum(sum(form_starts)) over ()::bigint as all_starts
    from visit_day where workspace_id = ${actor.workspaceId} and day between ${query.from}::date and ${query.to}::date
    group by path order by 2 desc, path limit ${query.limit ?? 50}`.execute(db)
  return {
    items: rows.map(({ allViews: _views, allStarts: _starts, ...row }) => row),
    totals: { pageViews: rows[0]?.allViews ?? 0, formStarts: rows[0]?.allStarts ?? 0 },
  }
}
