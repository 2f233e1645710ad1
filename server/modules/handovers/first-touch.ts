import { sql } from 'kysely'
import Type from 'typebox'
import { Id } from '#contract/kit.ts'
import { recordMany, systemActor } from '#kernel/events.ts'
import { defineJob } from '#kernel/jobs.ts'
import { isAttempt } from './attempts.ts'

type Touched = {
  id: string
  subjectId: string
  assignedAt: Date | null
  requestedAt: Date
  happenedAt: Date
  authorId: string
}

/**
 * The first time that somebody in sales calls, writes to or meets a lead stops its clock. What was logged later but happened
 * earlier counts from when it happened.
 */
export const markFirstTouch = defineJob({
  name: 'handovers.mark-first-touch',
  payload: Type.Object({ workspaceId: Id, activityId: Id }, { additionalProperties: true }),
  retry: { limit: 10 },
  pool: 'interactive',
  async run({ workspaceId, activityId }, { db, clock }) {
    await db.transaction().execute(async (tx) => {
      const { rows } = await sql<Touched>`with touch as materialized (
          select a.subject_id, a.happened_at, a.author_id from activity a
          where a.workspace_id = ${workspaceId} and a.id = ${activityId}::uuid and ${isAttempt})
        update handover h set first_touch_at = t.happened_at, clock_at = h.due_at, version = h.version + 1
        from touch t
        where h.workspace_id = ${workspaceId} and h.subject_id = t.subject_id and h.state in ('pending', 'accepted')
          and h.requested_at <= t.happened_at and (h.first_touch_at is null or h.first_touch_at > t.happened_at)
        returning h.id, h.subject_id, h.assigned_at, h.requested_at, t.happened_at, t.author_id`.execute(tx)
      await recordMany(
        tx,
        systemActor(workspaceId),
        clock.now(),
        rows.map(({ id, subjectId, assignedAt, requestedAt, happenedAt, authorId }) => {
          const minutes = Math.max(
            0,
            Math.round((happenedAt.getTime() - (assignedAt ?? requestedAt).getTime()) / 60_000),
          )
          const data = { handoverId: id, subjectId, memberId: authorId, activityId, minutes }
          return { name: 'handover.touched' as const, data, subjects: [id, subjectId] }
        }),
      )
    })
  },
})

/** Who is gone waits for nobody. */
export const withdraw = defineJob({
  name: 'handovers.withdraw',
  payload: Type.Object({ workspaceId: Id, subjectId: Id }, { additionalProperties: true }),
  retry: { limit: 10 },
  pool: 'interactive',
  async run({ workspaceId, subjectId }, { db, clock }) {
    await sql`update handover set state = 'expired', decided_at = ${clock.now()}, version = version + 1
      where workspace_id = ${workspaceId} and subject_id = ${subjectId}::uuid and state = 'pending'
        and exists (select 1 from contact c where c.workspace_id = ${workspaceId} and c.subject_id = ${subjectId}::uuid
          and c.deleted_at is not null)`.execute(db)
  },
})
