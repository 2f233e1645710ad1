import { sql } from 'kysely'
import type { Meeting } from '#contract/meetings.ts'
import type { Tx } from '#kernel/db.ts'
import { record } from '#kernel/events.ts'
import type { Ctx } from '#kernel/http.ts'
import { enqueue } from '#kernel/jobs.ts'
import { Problem } from '#kernel/problem.ts'
import { foldText } from '#kernel/text.ts'
import { lockDocument, readMarkdown } from '#modules/documents/public.ts'
import { notify } from '#modules/platform/public.ts'
import { readMeeting } from '../read-meeting.ts'
import { inviteesOf } from '../seats.ts'
import { factsOf, lockMeeting, type Row, requireMeeting, requireOpen, subjectsOf } from '../select-meetings.ts'
import { sendMinutes } from './minutes.ts'
import { addUp } from './move-on.ts'
import { goLive } from './start.ts'

/** More of the minutes is not searched. */
const searchedLetters = 100_000

/**
 * Closes a meeting once every required seat has brought something in. Two who close at once wait for each other: the
 * second is told that it is over. Minutes are locked, mailed and searchable from then on.
 */
export const closeMeeting = (ctx: Ctx, id: string): Promise<Meeting> =>
  ctx.transact(async (tx) => {
    const { actor } = ctx
    const { workspaceId } = actor
    const at = ctx.clock.now()
    const planned = await lockMeeting(tx, workspaceId, id)
    requireOpen(planned)
    await requireInputs(tx, workspaceId, id)
    const row = await goLive(tx, actor, at, planned)
    await addUp(tx, workspaceId, at, row)
    await finishCurrent(tx, workspaceId, row)
    const minutes = await fixMinutes(tx, ctx, at, row)
    await sql`update meeting set state = 'closed', closed_at = ${at}, closed_by = ${actor.id}, current_item_id = null, current_since = null,
        minutes = ${minutes}, minutes_search = ${foldText(minutes).slice(0, searchedLetters)}, updated_at = ${at}, version = version + 1
      where workspace_id = ${workspaceId} and id = ${id}`.execute(tx)
    const after = await requireMeeting(tx, workspaceId, id)
    const { decisions, actions, minutesDocumentId } = after
    const data = { ...factsOf(after), decisions, actions, hadQuorum: after.quorumAt !== null, minutesDocumentId }
    await record(tx, actor, at, 'meeting.closed', data, subjectsOf(after))
    await notify(tx, at, workspaceId, [
      {
        memberIds: (await inviteesOf(tx, workspaceId, id)).filter((one) => one !== actor.id),
        kind: 'meeting_closed',
        params: { name: after.name, decisions, actions },
        link: `/meetings/${id}`,
        dedupeKey: `meeting_closed:${id}`,
      },
    ])
    await enqueue(tx, sendMinutes, { workspaceId, meetingId: id })
    return readMeeting(tx, ctx, id)
  })

/** Throws 409 that names the seats from which nothing has come. */
async function requireInputs(tx: Tx, workspaceId: string, id: string): Promise<void> {
  const { rows } = await sql<{
    departmentId: string
    department: string
  }>`select s.department_id, d.name as department from meeting_seat s
    join department d on d.workspace_id = s.workspace_id and d.id = s.department_id
    where s.workspace_id = ${workspaceId} and s.meeting_id = ${id} and s.required and not exists (select 1 from meeting_input i
      where i.workspace_id = ${workspaceId} and i.meeting_id = ${id} and i.department_id = s.department_id and i.removed_at is null)
    order by s.position`.execute(tx)
  if (rows.length === 0) return
  throw new Problem(
    'seat_without_input',
    { count: rows.length },
    rows.map((row) => ({
      pointer: '/inputs',
      rule: 'seat_silent',
      params: { departmentId: row.departmentId, department: row.department },
    })),
  )
}

/** What they were speaking of when it closed has been spoken of. */
const finishCurrent = (tx: Tx, workspaceId: string, { id, currentItemId }: Row) =>
  sql`update meeting_agenda_item set state = 'discussed'
    where workspace_id = ${workspaceId} and meeting_id = ${id} and id = ${currentItemId} and state = 'planned'`.execute(
    tx,
  )

async function fixMinutes(tx: Tx, { actor }: Ctx, at: Date, { minutesDocumentId }: Row): Promise<string> {
  if (!minutesDocumentId) return ''
  await lockDocument(tx, actor, at, minutesDocumentId)
  return (await readMarkdown(tx, actor.workspaceId, minutesDocumentId)) ?? ''
}
