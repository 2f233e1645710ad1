import { sql } from 'kysely'
import type { Meeting } from '#contract/meetings.ts'
import type { Tx } from '#kernel/db.ts'
import { record } from '#kernel/events.ts'
import type { Ctx } from '#kernel/http.ts'
import { Problem } from '#kernel/problem.ts'
import { readMeeting } from '../read-meeting.ts'
import { factsOf, lockMeeting, type Row, requireOpen, subjectsOf } from '../select-meetings.ts'
import { requireAgendaItem } from './decisions.ts'

/** What the meeting speaks of from now on, for every screen. Saying it twice does not restart the clock. */
export const moveOn = (ctx: Ctx, id: string, agendaItemId: string | null): Promise<Meeting> =>
  ctx.transact(async (tx) => {
    const { workspaceId } = ctx.actor
    const at = ctx.clock.now()
    const row = await lockMeeting(tx, workspaceId, id)
    requireOpen(row)
    if (row.state !== 'live') throw new Problem('meeting_not_started')
    await requireAgendaItem(tx, workspaceId, id, agendaItemId)
    if (row.currentItemId === agendaItemId) return readMeeting(tx, ctx, id)
    await addUp(tx, workspaceId, at, row)
    await sql`update meeting set current_item_id = ${agendaItemId}, current_since = ${agendaItemId ? at : null}
      where workspace_id = ${workspaceId} and id = ${id}`.execute(tx)
    await record(tx, ctx.actor, at, 'meeting.moved_on', { ...factsOf(row), agendaItemId }, subjectsOf(row))
    return readMeeting(tx, ctx, id)
  })

/** The time spent on the current item, added to what it had. */
export async function addUp(
  tx: Tx,
  workspaceId: string,
  at: Date,
  { id, currentItemId, currentSince }: Row,
): Promise<void> {
  if (!currentItemId || !currentSince) return
  const seconds = Math.max(0, Math.floor((at.getTime() - currentSince.getTime()) / 1000))
  await sql`update meeting_agenda_item set spent_seconds = spent_seconds + ${seconds}
    where workspace_id = ${workspaceId} and meeting_id = ${id} and id = ${currentItemId}`.execute(tx)
}
