import type { alignmentRoutes } from '#contract/alignment.ts'
import { addDays, localDate } from '#kernel/calendar/zone.ts'
import type { Ctx, Handlers } from '#kernel/http.ts'
import { invalid } from '#kernel/problem.ts'
import { calendarOf } from '#modules/accounts/public.ts'
import { perceptionBetween } from '#modules/pulse/public.ts'
import { projectOf } from './read-alignment.ts'
import { readDays, scopeOf } from './select-days.ts'

type Query = Parameters<Handlers<typeof alignmentRoutes>['GET /alignment/trend']>[1]['query']

const usualDays = 90
const longestDays = 732

/** The score of each day as it was computed then, and the pulses beside it. */
export async function readTrend({ db, actor, clock }: Ctx, query: Query) {
  const { workspaceId } = actor
  const project = await projectOf(db, workspaceId, query.projectId)
  const { timeZone } = await calendarOf(db, workspaceId)
  const to = query.to ?? localDate(timeZone, clock.now())
  const from = query.from ?? addDays(to, 1 - usualDays)
  if (from > to) throw invalid('/from', 'after_end')
  if (to > addDays(from, longestDays)) throw invalid('/to', 'period_too_long')
  const [items, perception] = await Promise.all([
    readDays(db, workspaceId, scopeOf(project?.id), from, to),
    project ? [] : perceptionBetween(db, workspaceId, from, to),
  ])
  return { from, to, items, perception, next: null }
}
