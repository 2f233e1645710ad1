import { sql } from 'kysely'
import type { MeetingInput } from '#contract/meetings-parts.ts'
import type { Tx } from '#kernel/db.ts'
import { record } from '#kernel/events.ts'
import type { Ctx } from '#kernel/http.ts'
import { newId } from '#kernel/id.ts'
import { filled, invalid, Problem } from '#kernel/problem.ts'
import { searchText } from '#kernel/text.ts'
import { factsOf, lockMeeting, type Row, requireMeeting, requireOpen, subjectsOf } from '../select-meetings.ts'

type InputRow = Omit<MeetingInput, 'at'> & { at: Date }

export async function listInputs(
  { db, actor }: Ctx,
  meetingId: string,
): Promise<{ items: MeetingInput[]; next: null }> {
  await requireMeeting(db, actor.workspaceId, meetingId)
  const { rows } = await sql<InputRow>`select id, department_id, text, author_id, at from meeting_input
    where workspace_id = ${actor.workspaceId} and meeting_id = ${meetingId} and removed_at is null order by id limit 1000`.execute(
    db,
  )
  return { items: rows.map(toInput), next: null }
}

/** What a seat brings in, noted by whoever writes; also before the meeting. */
export const giveInput = (
  ctx: Ctx,
  meetingId: string,
  given: { departmentId?: string; text: string },
): Promise<MeetingInput> =>
  ctx.transact(async (tx) => {
    const { workspaceId, id: authorId } = ctx.actor
    const at = ctx.clock.now()
    const meeting = await lockMeeting(tx, workspaceId, meetingId)
    requireOpen(meeting)
    const departmentId = given.departmentId ?? (await ownSeat(tx, workspaceId, meeting, authorId))
    const text = filled(given.text, '/text')
    if (!meeting.departmentIds.includes(departmentId))
      throw new Problem('unprocessable', {}, [{ pointer: '/departmentId', rule: 'not_at_the_table' }])
    const row = { id: newId(), departmentId, text, authorId, at }
    await sql`insert into meeting_input (workspace_id, id, meeting_id, department_id, text, search, author_id, at)
      values (${workspaceId}, ${row.id}, ${meetingId}, ${departmentId}, ${text}, ${searchText(text)}, ${authorId}, ${at})`.execute(
      tx,
    )
    await record(
      tx,
      ctx.actor,
      at,
      'meeting.input_given',
      { ...factsOf(meeting), inputId: row.id, departmentId },
      subjectsOf(meeting),
    )
    return toInput(row)
  })

/** Throws 400 for who has no seat here, or more than one. */
async function ownSeat(tx: Tx, workspaceId: string, { departmentIds }: Row, memberId: string): Promise<string> {
  const { rows } = await sql<{ id: string }>`select department_id as id from member_department
    where workspace_id = ${workspaceId} and member_id = ${memberId} and department_id = any(${departmentIds}::uuid[])`.execute(
    tx,
  )
  if (rows.length !== 1) throw invalid('/departmentId', 'required')
  return rows[0]!.id
}

export const removeInput = (ctx: Ctx, meetingId: string, id: string): Promise<void> =>
  ctx.transact(async (tx) => {
    const { workspaceId } = ctx.actor
    const at = ctx.clock.now()
    const meeting = await lockMeeting(tx, workspaceId, meetingId)
    requireOpen(meeting)
    const { rows } = await sql<{
      authorId: string
      departmentId: string
    }>`select author_id, department_id from meeting_input
      where workspace_id = ${workspaceId} and meeting_id = ${meetingId} and id = ${id} and removed_at is null`.execute(
      tx,
    )
    if (!rows[0]) throw new Problem('not_found')
    if (rows[0].authorId !== ctx.actor.id) throw new Problem('forbidden', { permission: 'meetings.write' })
    await sql`update meeting_input set removed_at = ${at} where workspace_id = ${workspaceId} and id = ${id}`.execute(
      tx,
    )
    const data = { ...factsOf(meeting), inputId: id, departmentId: rows[0].departmentId }
    await record(tx, ctx.actor, at, 'meeting.input_removed', data, subjectsOf(meeting))
  })

const toInput = ({ id, departmentId, text, authorId, at }: InputRow): MeetingInput => ({
  id,
  departmentId,
  text,
  authorId,
  at: at.toISOString(),
})
