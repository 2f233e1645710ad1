import { sql } from 'kysely'
import type { Training } from '#contract/trainings.ts'
import { recordMany } from '#kernel/events.ts'
import type { Ctx } from '#kernel/http.ts'
import { Problem } from '#kernel/problem.ts'
import { membersById } from '#modules/accounts/public.ts'
import { requireRun } from '../access.ts'
import { complete } from '../completions/complete.ts'
import { readTraining } from '../read-training.ts'
import { factsOf, lockTraining, readerOf, readRow, requireOpen } from '../select-trainings.ts'
import { lockSession, readSession } from './select-sessions.ts'

type Person = { memberId: string; attended: boolean }
type SeatRow = {
  memberId: string
  fullName: string
  state: 'enrolled' | 'waiting' | 'withdrawn'
  attended: boolean | null
  joinedAt: Date
}

/** Who is in a session: enrolled first, then the line in its order, then who withdrew. */
export async function listSeats({ db, actor, clock }: Ctx, id: string, sessionId: string) {
  const { workspaceId } = actor
  await readRow(db, await readerOf(db, actor, clock.now()), id)
  await readSession(db, workspaceId, actor.id, id, sessionId)
  const { rows } =
    await sql<SeatRow>`select e.member_id, m.full_name, e.state, e.attended, e.joined_at from training_seat e
    join member m on m.workspace_id = e.workspace_id and m.workspace_id = ${workspaceId} and m.id = e.member_id
    where e.workspace_id = ${workspaceId} and e.training_id = ${id} and e.session_id = ${sessionId}
    order by e.state, e.joined_at, e.member_id limit 10000`.execute(db)
  return { items: rows.map((row) => ({ ...row, joinedAt: row.joinedAt.toISOString() })), next: null }
}

/** From the beginning of the session on; people who just came in are written down as well. May complete the training for them. */
export const noteAttendance = (
  ctx: Ctx,
  id: string,
  sessionId: string,
  { people }: { people: readonly Person[] },
): Promise<Training> =>
  ctx.transact(async (tx) => {
    const { actor } = ctx
    const { workspaceId } = actor
    const at = ctx.clock.now()
    const training = await lockTraining(tx, await readerOf(tx, actor, at), id)
    await requireRun(tx, actor, training)
    const session = await lockSession(tx, workspaceId, actor.id, id, sessionId)
    requireOpen(training)
    if (session.cancelledAt || session.startsAt > at) throw new Problem('session_not_begun')
    const known = await membersById(
      tx,
      workspaceId,
      people.map((person) => person.memberId),
    )
    const errors = people.flatMap(({ memberId }, index) =>
      known.get(memberId)?.isActive ? [] : [{ pointer: `/people/${index}/memberId`, rule: 'unknown_member' }],
    )
    if (errors.length > 0) throw new Problem('unprocessable', {}, errors)
    const given = [...new Map(people.map((person) => [person.memberId, person])).values()]
    const { rows: changed } = await sql<{ memberId: string; attended: boolean }>`
      insert into training_seat as e (workspace_id, training_id, session_id, member_id, state, joined_at, attended)
      select ${workspaceId}::uuid, ${id}::uuid, ${sessionId}::uuid, p.member_id, 'enrolled', ${at}::timestamptz, p.attended
      from unnest(${given.map((one) => one.memberId)}::uuid[], ${given.map((one) => one.attended)}::boolean[]) as p (member_id, attended)
      on conflict (workspace_id, training_id, session_id, member_id) do update set attended = excluded.attended
        where e.attended is distinct from excluded.attended
      returning member_id, attended`.execute(tx)
    await recordMany(
      tx,
      actor,
      at,
      changed.map(({ memberId, attended }) => ({
        name: 'training.attendance_noted' as const,
        data: {
          ...factsOf(training),
          ...{ sessionId, startsAt: session.startsAt.toISOString(), attended },
          ...{ memberId, memberName: known.get(memberId)?.fullName ?? '' },
        },
        subjects: [id, memberId],
      })),
    )
    const came = changed.filter((one) => one.attended).map((one) => one.memberId)
    if (came.length > 0) await complete(tx, actor, at, training, came)
    return readTraining(tx, actor, at, id)
  })
