import { sql } from 'kysely'
import Type from 'typebox'
import { workspacesAt } from '#kernel/clock.ts'
import { defineJob } from '#kernel/jobs.ts'
import { notify } from '#modules/platform/public.ts'
import { readinessOf } from './next-meeting.ts'
import { inviteesOf } from './seats.ts'
import { selectMeetings } from './select-meetings.ts'

const dayMs = 86_400_000
const mostAtOnce = 200

/** The day before, everybody invited hears of the meeting and of what it still lacks: once for each start it was given. */
export const remindOfMeetings = defineJob({
  name: 'meetings.remind',
  payload: Type.Object({}),
  retry: { limit: 3 },
  pool: 'bulk',
  async run(_payload, { db, clock }) {
    for (const { workspaceId, at } of await workspacesAt(db, clock.now())) {
      const { rows } = await selectMeetings(
        workspaceId,
        sql`m.state = 'planned' and m.deleted_at is null and m.starts_at > ${at} and m.starts_at <= ${new Date(at.getTime() + dayMs)}
          and m.reminded_for is distinct from m.starts_at order by m.starts_at limit ${mostAtOnce}`,
      ).execute(db)
      for (const row of rows) {
        const { missingSeats, locks, agendaCount, openActions } = await readinessOf(db, workspaceId, at, row)
        await db.transaction().execute(async (tx) => {
          await sql`update meeting set reminded_for = ${row.startsAt} where workspace_id = ${workspaceId} and id = ${row.id}`.execute(
            tx,
          )
          await notify(tx, at, workspaceId, [
            {
              memberIds: await inviteesOf(tx, workspaceId, row.id),
              kind: 'meeting_tomorrow',
              params: {
                name: row.name,
                seats: missingSeats.length,
                locks: locks.reduce((sum, lock) => sum + lock.items.length, 0),
                matters: agendaCount,
                actions: openActions,
              },
              link: `/meetings/${row.id}`,
              dedupeKey: `meeting_tomorrow:${row.id}:${row.startsAt.toISOString()}`,
              mail: true,
            },
          ])
        })
      }
    }
  },
})
