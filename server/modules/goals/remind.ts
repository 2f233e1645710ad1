import { sql } from 'kysely'
import Type from 'typebox'
import { isBusinessDay } from '#kernel/calendar/business-hours.ts'
import { addDays, instantAt, localDate } from '#kernel/calendar/zone.ts'
import { systemActor } from '#kernel/events.ts'
import { asLocale, translate } from '#kernel/i18n.ts'
import { defineJob } from '#kernel/jobs.ts'
import { calendarOf } from '#modules/accounts/public.ts'
import { createTasks } from '#modules/activities/public.ts'
import { reminderKey } from './confidence.ts'
import { weekOf } from './week.ts'

type Owner = { memberId: string; locale: string; goals: number }
const closingMinute = 18 * 60

/**
 * On the first business day of a week every owner who has not said how sure they are gets one task for all their goals, due on
 * Friday. The task is made once a week, however often this runs.
 */
export const remind = defineJob({
  name: 'goals.remind',
  payload: Type.Object({}),
  retry: { limit: 3 },
  pool: 'bulk',
  async run(_, { db, clock }, { signal }) {
    const at = clock.now()
    const { rows } = await sql<{ id: string }>`select w.id from workspace w
      where exists (select 1 from goal g where g.workspace_id = w.id and g.deleted_at is null) order by w.id`.execute(
      db,
    )
    for (const { id: workspaceId } of rows) {
      if (signal.aborted) return
      const calendar = await calendarOf(db, workspaceId)
      const today = localDate(calendar.timeZone, at)
      const week = weekOf(today)
      const dueAt = instantAt(calendar.timeZone, addDays(week, 4), closingMinute)
      if (dueAt <= at || !isBusinessDay(calendar, today)) continue
      const { rows: owners } =
        await sql<Owner>`select m.id as member_id, m.locale, count(distinct g.id) as goals from goal_owner o
        join goal g on g.workspace_id = o.workspace_id and g.id = o.goal_id and g.deleted_at is null
        join member m on m.workspace_id = o.workspace_id and m.id = o.owner_id and m.removed_at is null
        where o.workspace_id = ${workspaceId} and g.from_on <= ${today} and g.to_on >= ${today}
          and not exists (select 1 from goal_confidence c where c.workspace_id = ${workspaceId} and c.goal_id = g.id and c.week = ${week}
            and c.department_id = o.department_id)
          and not exists (select 1 from task t where t.workspace_id = ${workspaceId}
            and t.dedupe_key = 'goal_confidence ' || ${week}::text || ' ' || m.id::text)
        group by m.id, m.locale`.execute(db)
      const tasks = owners.map(({ memberId, locale, goals }) => ({
        title: translate(asLocale(locale), 'goals.confidence.task', { count: goals }),
        body: translate(asLocale(locale), 'goals.confidence.taskBody'),
        kind: 'to_do' as const,
        dueAt,
        assigneeId: memberId,
        dedupeKey: reminderKey(week, memberId),
      }))
      await db.transaction().execute((tx) => createTasks(tx, systemActor(workspaceId), at, tasks))
    }
  },
})
