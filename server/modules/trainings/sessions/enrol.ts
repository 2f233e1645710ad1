import { sql } from 'kysely'
import type { Training } from '#contract/trainings.ts'
import type { Tx } from '#kernel/db.ts'
import { record } from '#kernel/events.ts'
import type { Ctx } from '#kernel/http.ts'
import { Problem } from '#kernel/problem.ts'
import { membersById } from '#modules/accounts/public.ts'
import { notify } from '#modules/platform/public.ts'
import { requireRun } from '../access.ts'
import { readTraining } from '../read-training.ts'
import { factsOf, type Row, readerOf, readRow, requireOpen } from '../select-trainings.ts'
import { requireAhead } from './require-ahead.ts'
import { lockSession, type SessionRow } from './select-sessions.ts'

type Named = Pick<Row, 'id' | 'title'>

/**
 * Takes a seat, or a place in the line when there is none. Who is in it already stays where he is. Throws 403 for another
 * person unless one runs the training, 409 once the session has begun.
 */
export const enrol = (ctx: Ctx, id: string, sessionId: string, memberId = ctx.actor.id): Promise<Training> =>
  ctx.transact(async (tx) => {
    const { actor } = ctx
    const { workspaceId } = actor
    const at = ctx.clock.now()
    const training = await readRow(tx, await readerOf(tx, actor, at), id)
    const session = await lockSession(tx, workspaceId, memberId, id, sessionId)
    if (memberId !== actor.id) await requireRun(tx, actor, training)
    requireOpen(training)
    requireAhead(session, at)
    const member = (await membersById(tx, workspaceId, [memberId])).get(memberId)
    if (!member?.isActive) throw new Problem('unprocessable', {}, [{ pointer: '/memberId', rule: 'unknown_member' }])
    if (session.mySeat === null || session.mySeat === 'withdrawn') {
      const waiting = session.capacity !== null && session.enrolled >= session.capacity
      await sql`insert into training_seat (workspace_id, training_id, session_id, member_id, state, joined_at)
        values (${workspaceId}, ${id}, ${sessionId}, ${memberId}, ${waiting ? 'waiting' : 'enrolled'}, ${at})
        on conflict (workspace_id, training_id, session_id, member_id)
          do update set state = excluded.state, joined_at = excluded.joined_at`.execute(tx)
      const person = { memberId, memberName: member.fullName }
      const data = { ...factsOf(training), sessionId, startsAt: session.startsAt.toISOString(), ...person, waiting }
      await record(tx, actor, at, 'training.enrolled', data, [id, memberId])
      if (memberId !== actor.id) await tell(tx, at, workspaceId, training, session, 'training_enrolled', [memberId])
    }
    return readTraining(tx, actor, at, id)
  })

/** Frees the seat for whoever waited longest, who is told. */
export const withdraw = (ctx: Ctx, id: string, sessionId: string, memberId: string): Promise<Training> =>
  ctx.transact(async (tx) => {
    const { actor } = ctx
    const { workspaceId } = actor
    const at = ctx.clock.now()
    const training = await readRow(tx, await readerOf(tx, actor, at), id)
    const session = await lockSession(tx, workspaceId, memberId, id, sessionId)
    if (memberId !== actor.id) await requireRun(tx, actor, training)
    if (session.mySeat === null) throw new Problem('not_found')
    requireAhead(session, at)
    if (session.mySeat !== 'withdrawn') {
      await sql`update training_seat set state = 'withdrawn' where workspace_id = ${workspaceId} and training_id = ${id}
        and session_id = ${sessionId} and member_id = ${memberId}`.execute(tx)
      const member = (await membersById(tx, workspaceId, [memberId])).get(memberId)
      const person = { memberId, memberName: member?.fullName ?? '' }
      const data = { ...factsOf(training), sessionId, startsAt: session.startsAt.toISOString(), ...person }
      await record(tx, actor, at, 'training.withdrawn', data, [id, memberId])
      await moveUp(tx, at, workspaceId, training, session)
    }
    return readTraining(tx, actor, at, id)
  })

/** Fills free seats from the line, first come first served. The session is locked by the caller. */
export async function moveUp(
  tx: Tx,
  at: Date,
  workspaceId: string,
  training: Named,
  session: SessionRow,
): Promise<void> {
  const { rows } = await sql<{ memberId: string }>`
    with room as materialized (
      select case when ${session.capacity}::int is null then 1000000 else ${session.capacity}::int - count(*) filter (where state = 'enrolled') end as free
      from training_seat where workspace_id = ${workspaceId} and training_id = ${training.id} and session_id = ${session.id}
    ), next as materialized (
      select member_id from training_seat where workspace_id = ${workspaceId} and training_id = ${training.id}
        and session_id = ${session.id} and state = 'waiting'
      order by joined_at, member_id limit (select greatest(free, 0) from room)
    )
    update training_seat set state = 'enrolled' where workspace_id = ${workspaceId} and training_id = ${training.id}
      and session_id = ${session.id} and member_id in (select member_id from next)
    returning member_id`.execute(tx)
  const memberIds = rows.map((row) => row.memberId)
  await tell(tx, at, workspaceId, training, session, 'training_seat_free', memberIds)
}

const tell = (
  tx: Tx,
  at: Date,
  workspaceId: string,
  { id, title }: Named,
  session: SessionRow,
  kind: string,
  memberIds: readonly string[],
) =>
  notify(tx, at, workspaceId, [
    {
      ...{ memberIds, kind, params: { training: title } },
      link: `/trainings/${id}?part=sessions`,
      dedupeKey: `${kind}:${session.id}:${at.getTime()}`,
      mail: true,
    },
  ])
