import { sql } from 'kysely'
import type { Meeting, rsvpAnswers } from '#contract/meetings.ts'
import { record } from '#kernel/events.ts'
import { type Ctx, requireVersion } from '#kernel/http.ts'
import { Problem } from '#kernel/problem.ts'
import { readMeeting } from './read-meeting.ts'
import { inviteesOf, requireMembers } from './seats.ts'
import { factsOf, lockMeeting, requireMeeting, requireOpen, subjectsOf } from './select-meetings.ts'

/** One's own answer; only who is invited has one. */
export const answerInvitation = (ctx: Ctx, id: string, answer: (typeof rsvpAnswers)[number]): Promise<Meeting> =>
  ctx.transact(async (tx) => {
    const { workspaceId, id: memberId } = ctx.actor
    const at = ctx.clock.now()
    const row = await lockMeeting(tx, workspaceId, id)
    requireOpen(row)
    if (!(await inviteesOf(tx, workspaceId, id)).includes(memberId))
      throw new Problem('unprocessable', {}, [{ pointer: '', rule: 'not_invited' }])
    await sql`insert into meeting_answer (workspace_id, meeting_id, member_id, answer, at) values (${workspaceId}, ${id}, ${memberId}, ${answer}, ${at})
      on conflict (workspace_id, meeting_id, member_id) do update set answer = excluded.answer, at = excluded.at`.execute(
      tx,
    )
    await record(tx, ctx.actor, at, 'meeting.answered', { ...factsOf(row), memberId, answer }, subjectsOf(row))
    return readMeeting(tx, ctx, id)
  })

/** An acting leader for this meeting only; null: the planned one leads again. */
export const giveChair = (ctx: Ctx, id: string, memberId: string | null): Promise<Meeting> =>
  ctx.transact(async (tx) => {
    const { workspaceId } = ctx.actor
    const at = ctx.clock.now()
    const row = await lockMeeting(tx, workspaceId, id)
    requireVersion(ctx, row.version)
    requireOpen(row)
    if (memberId) await requireMembers(tx, workspaceId, [memberId], () => '/memberId')
    const acting = memberId === row.plannedLeaderId ? null : memberId
    await sql`update meeting set acting_leader_id = ${acting}, updated_at = ${at}, version = version + 1
      where workspace_id = ${workspaceId} and id = ${id}`.execute(tx)
    const { leaderId } = await requireMeeting(tx, workspaceId, id)
    await record(tx, ctx.actor, at, 'meeting.leader_changed', { ...factsOf(row), leaderId }, subjectsOf(row))
    return readMeeting(tx, ctx, id)
  })
