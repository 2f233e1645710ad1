import { sql } from 'kysely'
import Type from 'typebox'
import { localDate } from '#kernel/calendar/zone.ts'
import type { Tx } from '#kernel/db.ts'
import { recordMany, systemActor } from '#kernel/events.ts'
import { translate } from '#kernel/i18n.ts'
import { defineJob } from '#kernel/jobs.ts'
import { createTasks } from '#modules/activities/public.ts'
import { moveLifecycle } from '#modules/contacts/public.ts'
import { localeOfWorkspace } from './workspace-locale.ts'

const batchSize = 200

/** Recycled contacts whose wake date has come, by the workspace's own calendar, are leads again, with a task for marketing. */
export const wake = defineJob({
  name: 'handovers.wake',
  payload: Type.Object({}),
  retry: { limit: 3 },
  pool: 'bulk',
  async run(_, { db, clock }, { signal }) {
    const at = clock.now()
    const latest = localDate('Pacific/Kiritimati', at)
    const { rows } = await sql<{
      id: string
      timeZone: string
    }>`select w.id, w.time_zone from workspace w where exists (
      select 1 from contact c where c.workspace_id = w.id and c.wake_on <= ${latest}::date and c.deleted_at is null
        and c.lifecycle_stage = 'recycled')`.execute(db)
    for (const { id, timeZone } of rows) {
      const today = localDate(timeZone, at)
      for (let woken = batchSize; woken === batchSize && !signal.aborted; ) {
        woken = await db.transaction().execute((tx) => wakeBatch(tx, id, today, at))
      }
    }
  },
})

async function wakeBatch(tx: Tx, workspaceId: string, today: string, at: Date): Promise<number> {
  const { rows } = await sql<{ subjectId: string; wakeOn: string; name: string }>`select subject_id, wake_on,
      coalesce(nullif(full_name, ''), email, phone, '') as name from contact
    where workspace_id = ${workspaceId} and wake_on <= ${today}::date and deleted_at is null and lifecycle_stage = 'recycled'
    order by wake_on, subject_id limit ${batchSize} for no key update skip locked`.execute(tx)
  if (rows.length === 0) return 0
  const actor = systemActor(workspaceId)
  const locale = await localeOfWorkspace(tx, workspaceId)
  await moveLifecycle(
    tx,
    actor,
    at,
    rows.map(({ subjectId, wakeOn }) => {
      return { subjectId, to: 'lead', by: 'rule', reason: 'woken', evidence: { wakeOn }, wakeOn: null }
    }),
  )
  await createTasks(
    tx,
    actor,
    at,
    rows.map(({ subjectId, wakeOn, name }) => ({
      title: translate(locale, 'handovers.tasks.woken', { name }),
      kind: 'follow_up',
      departmentKey: 'marketing',
      subjectId,
      dueAt: at,
      dedupeKey: `woken ${subjectId} ${wakeOn}`,
    })),
  )
  await recordMany(
    tx,
    actor,
    at,
    rows.map(({ subjectId, wakeOn }) => {
      return { name: 'contact.woken' as const, data: { subjectId, wakeOn }, subjects: [subjectId] }
    }),
  )
  return rows.length
}
