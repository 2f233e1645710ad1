import { sql } from 'kysely'
import type { formsRoutes } from '#contract/forms.ts'
import type { Input, Reply } from '#contract/kit.ts'
import { timeZoneOf } from '#kernel/calendar/time-zone.ts'
import { localDate } from '#kernel/calendar/zone.ts'
import type { Ctx } from '#kernel/http.ts'
import { flushCounts } from './counters.ts'
import { findForm } from './form-record.ts'

type StatsRoute = (typeof formsRoutes)['GET /forms/:id/stats']
type Day = { day: string; views: number; starts: number; spam: number; submissions: number }

/** Counts of the last `days` local days of the workspace, today included; days on which nothing happened are zero. */
export async function readStats(ctx: Ctx, { params, query }: Input<StatsRoute>): Promise<Reply<StatsRoute>> {
  const { workspaceId } = ctx.actor
  await findForm(ctx.db, workspaceId, params.id)
  await flushCounts(ctx)
  const timeZone = await timeZoneOf(ctx.db, workspaceId)
  const last = localDate(timeZone, ctx.clock.now())
  const { rows } = await sql<Day>`
    with sent as (
      select (s.at at time zone ${timeZone})::date as day, count(*)::int as submissions from form_submission s
      where s.workspace_id = ${workspaceId} and s.form_id = ${params.id}
        and s.at >= (${last}::date - ${(query.days ?? 30) - 1}::int)::timestamp at time zone ${timeZone}
      group by 1
    )
    select d.day::date as day, coalesce(c.views, 0)::int as views, coalesce(c.starts, 0)::int as starts,
      coalesce(c.spam, 0)::int as spam, coalesce(sent.submissions, 0) as submissions
    from generate_series(${last}::date - ${(query.days ?? 30) - 1}::int, ${last}::date, interval '1 day') as d (day)
    left join form_day c on c.workspace_id = ${workspaceId} and c.form_id = ${params.id} and c.day = d.day::date
    left join sent on sent.day = d.day::date
    order by 1`.execute(ctx.db)
  const total = (of: keyof Omit<Day, 'day'>) => rows.reduce((sum, row) => sum + row[of], 0)
  const [views, submissions] = [total('views'), total('submissions')]
  return {
    ...{ views, submissions, starts: total('starts'), spam: total('spam') },
    conversionRate: views === 0 ? null : Math.min(1, submissions / views),
    days: rows.map(({ spam: _, ...day }) => day),
  }
}
