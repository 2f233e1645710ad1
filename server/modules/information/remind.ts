import { sql } from 'kysely'
import Type from 'typebox'
import { addDays, dayNumberOf, instantAt, localDate } from '#kernel/calendar/zone.ts'
import type { Tx } from '#kernel/db.ts'
import { systemActor } from '#kernel/events.ts'
import { translate } from '#kernel/i18n.ts'
import { defineJob } from '#kernel/jobs.ts'
import { createTasks } from '#modules/activities/public.ts'
import { type Place, placeOf } from './day.ts'
import { linkOf } from './tell.ts'

type Due = {
  id: string
  name: string
  purpose: string
  ownerId: string
  ownerIsActive: boolean
  providedByDepartmentId: string
  mandatory: boolean
  dueOn: string
}
const mostAtOnce = 1000
const lastMinuteOfDay = 23 * 60 + 59

/**
 * A task for the owner two local days before an item is due (of intervals under four days, half the interval), once for each
 * cycle (`reminded_for`, under the item's lock); verifying ticks it off. Without a living owner it is the providing department's.
 */
export const remind = defineJob({
  name: 'information.remind',
  payload: Type.Object({}),
  retry: { limit: 3 },
  pool: 'bulk',
  async run(_payload, { db, clock, publicUrl }) {
    const at = clock.now()
    const { rows: workspaces } = await sql<{ id: string }>`select id from workspace order by id`.execute(db)
    for (const { id: workspaceId } of workspaces)
      await db.transaction().execute(async (tx) => {
        const place = await placeOf(tx, workspaceId)
        await remindOf(tx, workspaceId, at, place, publicUrl)
      })
  },
})

async function remindOf(tx: Tx, workspaceId: string, at: Date, { timeZone, locale }: Place, publicUrl: string) {
  const today = localDate(timeZone, at)
  const { rows } = await sql<Due>`select i.id, i.name, i.purpose, i.owner_id, m.removed_at is null as owner_is_active,
      i.provided_by_department_id, i.mandatory, i.due_on
    from information_item i
    join member m on m.workspace_id = i.workspace_id and m.workspace_id = ${workspaceId} and m.id = i.owner_id
    where i.workspace_id = ${workspaceId} and i.deleted_at is null and i.closed_at is null and i.due_on <= ${addDays(today, 2)}
      and i.due_on - least(2, i.interval_days / 2) <= ${today}::date and i.reminded_for is distinct from i.due_on
    order by i.due_on, i.id limit ${mostAtOnce} for update of i`.execute(tx)
  if (rows.length === 0) return
  const made = await createTasks(
    tx,
    systemActor(workspaceId),
    at,
    rows.map((item) => ({
      title: translate(locale, 'information.task.title', { name: item.name }),
      body: [item.purpose, `${publicUrl}${linkOf(item.id)}`].filter((line) => line !== '').join('\n\n'),
      kind: 'to_do' as const,
      priority: item.mandatory ? ('high' as const) : ('normal' as const),
      // Fresh to the end of the day on which it is due.
      dueAt: instantAt(timeZone, laterOf(item.dueOn, today), lastMinuteOfDay),
      assigneeId: item.ownerIsActive ? item.ownerId : null,
      departmentId: item.ownerIsActive ? null : item.providedByDepartmentId,
    })),
  )
  const reminders = rows.map(({ id, dueOn }, index) => ({ id, due_on: dueOn, task_id: made[index] ?? null }))
  await sql`update information_item i set reminded_for = r.due_on, reminder_task_id = r.task_id
    from jsonb_to_recordset(${JSON.stringify(reminders)}::jsonb) as r(id uuid, due_on date, task_id uuid)
    where i.workspace_id = ${workspaceId} and i.id = r.id`.execute(tx)
}

const laterOf = (a: string, b: string) => (dayNumberOf(a) > dayNumberOf(b) ? a : b)
