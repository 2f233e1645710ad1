import { sql } from 'kysely'
import type { Meeting } from '#contract/meetings.ts'
import type { Tx } from '#kernel/db.ts'
import { type Actor, record } from '#kernel/events.ts'
import type { Ctx } from '#kernel/http.ts'
import { Problem } from '#kernel/problem.ts'
import { fixAgenda } from '../agenda/write-agenda.ts'
import { readMeeting } from '../read-meeting.ts'
import { factsOf, lockMeeting, type Row, requireMeeting, requireOpen, subjectsOf } from '../select-meetings.ts'
import { keepQuorum, quorumIn } from './attendance.ts'
import { beginMinutes } from './minutes.ts'

export const startMeeting = (ctx: Ctx, id: string): Promise<Meeting> =>
  ctx.transact(async (tx) => {
    const row = await lockMeeting(tx, ctx.actor.workspaceId, id)
    requireOpen(row)
    await goLive(tx, ctx.actor, ctx.clock.now(), row)
    return readMeeting(tx, ctx, id)
  })

/**
 * Starts a planned meeting that the caller has locked, in the caller's transaction: whoever decides, agrees or closes has
 * begun. One that runs is answered as it is. Throws 409 when nobody leads it.
 */
export async function goLive(tx: Tx, actor: Actor, at: Date, row: Row): Promise<Row> {
  if (row.state !== 'planned') return row
  const { workspaceId } = actor
  if (row.leaderId === null) throw new Problem('meeting_without_leader')
  const agendaItems = await fixAgenda(tx, actor, at, row)
  const minutesDocumentId = await beginMinutes(tx, actor, at, row)
  await sql`update meeting set state = 'live', started_at = ${at}, minutes_document_id = ${minutesDocumentId}, updated_at = ${at}, version = version + 1
    where workspace_id = ${workspaceId} and id = ${row.id}`.execute(tx)
  const { isMet } = await quorumIn(tx, workspaceId, row)
  if (isMet) await keepQuorum(tx, workspaceId, row.id, at)
  await record(tx, actor, at, 'meeting.started', { ...factsOf(row), agendaItems }, subjectsOf(row))
  return requireMeeting(tx, workspaceId, row.id)
}
