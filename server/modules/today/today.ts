import type { Reply } from '#contract/kit.ts'
import type { todayRoutes } from '#contract/today.ts'
import { addDays, startOfLocalDay } from '#kernel/calendar/zone.ts'
import type { Ctx } from '#kernel/http.ts'
import { isWorkspaceEmpty, readChecklist } from './checklist.ts'
import { readMarketing } from './marketing.ts'
import { paceOf } from './months.ts'
import { readRevenue } from './revenue.ts'
import { dueTasks, newNotifications, waitingLeads } from './waiting.ts'

/** Everything that the first screen shows, in one answer: counts, and of each the first few. */
export async function readToday(ctx: Ctx): Promise<Reply<(typeof todayRoutes)['GET /today']>> {
  const { db, actor, clock } = ctx
  const now = clock.now()
  const { workspaceZone, memberZone, currency } = await db
    .selectFrom('member as m')
    .innerJoin('workspace as w', 'w.id', 'm.workspaceId')
    .select(['w.timeZone as workspaceZone', 'm.timeZone as memberZone', 'w.currency'])
    .where('m.workspaceId', '=', actor.workspaceId)
    .where('m.id', '=', actor.id)
    .executeTakeFirstOrThrow()
  const pace = paceOf(workspaceZone, now)
  const startOfToday = startOfLocalDay(memberZone, paceOf(memberZone, now).today)
  const startOfTomorrow = startOfLocalDay(memberZone, addDays(paceOf(memberZone, now).today, 1))
  const [leads, tasks, notifications, revenue, marketing, checklist, isEmpty] = await Promise.all([
    waitingLeads(db, actor, now),
    dueTasks(db, actor, startOfToday, startOfTomorrow),
    newNotifications(db, actor, now),
    readRevenue(db, actor.workspaceId, currency, pace, now),
    readMarketing(db, actor.workspaceId, workspaceZone, pace.today),
    readChecklist(db, actor),
    isWorkspaceEmpty(db, actor.workspaceId),
  ])
  return { leads, tasks, notifications, revenue, marketing, checklist, isEmpty }
}
