import { sql } from 'kysely'
import type { Decision, meetingsPartsRoutes } from '#contract/meetings-parts.ts'
import type { Tx } from '#kernel/db.ts'
import { record } from '#kernel/events.ts'
import type { Ctx, Handlers } from '#kernel/http.ts'
import { newId } from '#kernel/id.ts'
import { filled, Problem } from '#kernel/problem.ts'
import { searchText } from '#kernel/text.ts'
import { refuseWithoutQuorum, requireUnlocked } from '../locks-of.ts'
import { requireMembers } from '../seats.ts'
import {
  factsOf,
  lockMeeting,
  type Row as MeetingRow,
  requireMeeting,
  requireOpen,
  subjectsOf,
} from '../select-meetings.ts'
import { departmentNames, keepQuorum, quorumIn } from './attendance.ts'
import { goLive } from './start.ts'

type Body = Parameters<Handlers<typeof meetingsPartsRoutes>['POST /meetings/:id/decisions']>[1]['body']
type Row = Omit<Decision, 'at'> & { at: Date }

export async function listDecisions({ db, actor }: Ctx, meetingId: string): Promise<{ items: Decision[]; next: null }> {
  await requireMeeting(db, actor.workspaceId, meetingId)
  const { rows } = await sql<Row>`select id, text, agenda_item_id, dissent, author_id, at from meeting_decision
    where workspace_id = ${actor.workspaceId} and meeting_id = ${meetingId} and removed_at is null order by id limit 1000`.execute(
    db,
  )
  return { items: rows.map(toDecision), next: null }
}

/**
 * Writes a decision down. The meeting is held still meanwhile, so that nobody leaves between the count of the quorum and the decision.
 * Throws 409 without quorum, and while something locks decisions.
 */
export const decide = (ctx: Ctx, meetingId: string, given: Body): Promise<Decision> =>
  ctx.transact(async (tx) => {
    const { workspaceId, id: authorId } = ctx.actor
    const at = ctx.clock.now()
    const planned = await lockMeeting(tx, workspaceId, meetingId)
    requireOpen(planned)
    const text = filled(given.text, '/text')
    await requireQuorum(tx, workspaceId, planned)
    await requireUnlocked(tx, workspaceId, at, planned)
    const dissent = given.dissent ?? []
    await requireMembers(
      tx,
      workspaceId,
      dissent.map((one) => one.memberId),
      (index) => `/dissent/${index}/memberId`,
    )
    const meeting = await goLive(tx, ctx.actor, at, planned)
    await requireAgendaItem(tx, workspaceId, meetingId, given.agendaItemId)
    const row = { id: newId(), text, agendaItemId: given.agendaItemId ?? null, dissent, authorId, at }
    await sql`insert into meeting_decision (workspace_id, id, meeting_id, agenda_item_id, text, dissent, search, author_id, at)
      values (${workspaceId}, ${row.id}, ${meetingId}, ${row.agendaItemId}, ${text}, ${JSON.stringify(dissent)}::jsonb, ${searchText(text)}, ${authorId}, ${at})`.execute(
      tx,
    )
    await keepQuorum(tx, workspaceId, meetingId, at)
    const data = {
      ...factsOf(meeting),
      decisionId: row.id,
      text: text.slice(0, 300),
      dissenterIds: dissent.map((one) => one.memberId),
    }
    await record(tx, ctx.actor, at, 'meeting.decided', data, [...subjectsOf(meeting), row.id])
    return toDecision(row)
  })

export const removeDecision = (ctx: Ctx, meetingId: string, id: string): Promise<void> =>
  ctx.transact(async (tx) => {
    const { workspaceId } = ctx.actor
    const at = ctx.clock.now()
    const meeting = await lockMeeting(tx, workspaceId, meetingId)
    requireOpen(meeting)
    await requireQuorum(tx, workspaceId, meeting)
    const { rows } = await sql<{ text: string }>`update meeting_decision set removed_at = ${at}
      where workspace_id = ${workspaceId} and meeting_id = ${meetingId} and id = ${id} and removed_at is null returning text`.execute(
      tx,
    )
    if (!rows[0]) throw new Problem('not_found')
    const data = { ...factsOf(meeting), decisionId: id, text: rows[0].text.slice(0, 300) }
    await record(tx, ctx.actor, at, 'meeting.decision_removed', data, subjectsOf(meeting))
  })

async function requireQuorum(tx: Tx, workspaceId: string, meeting: MeetingRow): Promise<void> {
  const quorum = await quorumIn(tx, workspaceId, meeting)
  if (!quorum.isMet) refuseWithoutQuorum(quorum, await departmentNames(tx, workspaceId, quorum.missingIds))
}

/** Throws 422 on a matter of another meeting. */
export async function requireAgendaItem(
  tx: Tx,
  workspaceId: string,
  meetingId: string,
  id: string | null | undefined,
): Promise<void> {
  if (!id) return
  const { rows } =
    await sql`select 1 from meeting_agenda_item where workspace_id = ${workspaceId} and meeting_id = ${meetingId} and id = ${id}`.execute(
      tx,
    )
  if (rows.length === 0) throw new Problem('unprocessable', {}, [{ pointer: '/agendaItemId', rule: 'unknown_record' }])
}

const toDecision = ({ id, text, agendaItemId, dissent, authorId, at }: Row): Decision => ({
  id,
  text,
  agendaItemId,
  dissent,
  authorId,
  at: at.toISOString(),
})
