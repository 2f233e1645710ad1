import { type RawBuilder, sql } from 'kysely'
import type { Action, meetingsPartsRoutes } from '#contract/meetings-parts.ts'
import { instantAt, localDate } from '#kernel/calendar/zone.ts'
import type { Db, Tx } from '#kernel/db.ts'
import { record } from '#kernel/events.ts'
import type { Ctx, Handlers } from '#kernel/http.ts'
import { newId } from '#kernel/id.ts'
import { filled, invalid, Problem } from '#kernel/problem.ts'
import { searchText } from '#kernel/text.ts'
import { cancelTasks, createTasks } from '#modules/activities/public.ts'
import { requireMembers } from '../seats.ts'
import { factsOf, lockMeeting, requireMeeting, requireOpen, subjectsOf } from '../select-meetings.ts'
import { requireAgendaItem } from './decisions.ts'
import { goLive } from './start.ts'

type Body = Parameters<Handlers<typeof meetingsPartsRoutes>['POST /meetings/:id/actions']>[1]['body']
type Row = Omit<Action, 'at' | 'isOverdue'> & { at: Date; dueAt: Date | null }

export async function listActions(
  { db, actor, clock }: Ctx,
  meetingId: string,
): Promise<{ items: Action[]; next: null }> {
  await requireMeeting(db, actor.workspaceId, meetingId)
  const rows = await select(db, actor.workspaceId, sql`a.meeting_id = ${meetingId}`)
  return { items: rows.map((row) => toAction(row, clock.now())), next: null }
}

const lastMinuteOfWork = 18 * 60

/** A task of its owner, due at the end of that day's work in the meeting's zone. Needs no quorum: it binds only its owner. */
export const agree = (ctx: Ctx, meetingId: string, given: Body): Promise<Action> =>
  ctx.transact(async (tx) => {
    const { workspaceId, id: authorId } = ctx.actor
    const at = ctx.clock.now()
    const planned = await lockMeeting(tx, workspaceId, meetingId)
    requireOpen(planned)
    const text = filled(given.text, '/text')
    const { ownerId, dueOn } = given
    if (dueOn < localDate(planned.timeZone, at)) throw invalid('/dueOn', 'date_in_past')
    await requireMembers(tx, workspaceId, [ownerId], () => '/ownerId')
    const meeting = await goLive(tx, ctx.actor, at, planned)
    await requireAgendaItem(tx, workspaceId, meetingId, given.agendaItemId)
    const dueAt = instantAt(meeting.timeZone, dueOn, lastMinuteOfWork)
    const [taskId] = await createTasks(tx, ctx.actor, at, [
      { title: text, body: meeting.name, kind: 'follow_up', dueAt, assigneeId: ownerId },
    ])
    if (!taskId) throw new Error('an action without a task')
    const id = newId()
    await sql`insert into meeting_action (workspace_id, id, meeting_id, series_id, agenda_item_id, task_id, text, owner_id, due_on, search, author_id, at)
      values (${workspaceId}, ${id}, ${meetingId}, ${meeting.seriesId}, ${given.agendaItemId ?? null}, ${taskId}, ${text}, ${ownerId}, ${dueOn},
        ${searchText(text)}, ${authorId}, ${at})`.execute(tx)
    const data = { ...factsOf(meeting), actionId: id, taskId, text: text.slice(0, 300), ownerId, dueOn }
    await record(tx, ctx.actor, at, 'meeting.action_agreed', data, [...subjectsOf(meeting), taskId])
    const [row] = await select(tx, workspaceId, sql`a.id = ${id}`)
    return toAction(row!, at)
  })

export const removeAction = (ctx: Ctx, meetingId: string, id: string): Promise<void> =>
  ctx.transact(async (tx) => {
    const { workspaceId } = ctx.actor
    const at = ctx.clock.now()
    const meeting = await lockMeeting(tx, workspaceId, meetingId)
    requireOpen(meeting)
    const { rows } = await sql<{ text: string; taskId: string }>`update meeting_action set removed_at = ${at}
      where workspace_id = ${workspaceId} and meeting_id = ${meetingId} and id = ${id} and removed_at is null returning text, task_id`.execute(
      tx,
    )
    if (!rows[0]) throw new Problem('not_found')
    const { text, taskId } = rows[0]
    await cancelTasks(tx, ctx.actor, at, [taskId])
    const data = { ...factsOf(meeting), actionId: id, taskId, text: text.slice(0, 300) }
    await record(tx, ctx.actor, at, 'meeting.action_removed', data, subjectsOf(meeting))
  })

/** Owner, date and state are the task's: it may have been handed on or postponed since. */
async function select(db: Db | Tx, workspaceId: string, condition: RawBuilder<unknown>): Promise<Row[]> {
  const { rows } =
    await sql<Row>`select a.id, a.text, t.assignee_id as owner_id, (t.due_at at time zone m.time_zone)::date as due_on, a.agenda_item_id, a.task_id,
      case when t.deleted_at is not null then 'cancelled' else t.state end as state, a.meeting_id, a.at, t.due_at
    from meeting_action a
    join meeting m on m.workspace_id = a.workspace_id and m.id = a.meeting_id
    join task t on t.workspace_id = a.workspace_id and t.id = a.task_id
    where a.workspace_id = ${workspaceId} and ${condition} and a.removed_at is null order by a.id limit 1000`.execute(
      db,
    )
  return rows
}

const toAction = ({ dueAt, at, ...row }: Row, now: Date): Action => ({
  ...row,
  isOverdue: row.state === 'open' && dueAt !== null && dueAt < now,
  at: at.toISOString(),
})
