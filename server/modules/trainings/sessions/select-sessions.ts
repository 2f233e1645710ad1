import { type RawBuilder, sql } from 'kysely'
import type { Session } from '#contract/training-parts.ts'
import type { Db, Tx } from '#kernel/db.ts'
import { Problem } from '#kernel/problem.ts'

export type SessionRow = Omit<Session, 'startsAt' | 'endsAt' | 'isCancelled'> & {
  startsAt: Date
  endsAt: Date
  cancelledAt: Date | null
  sequence: number
}

/** Sessions `s` by time, with that member's own place. */
export async function sessionsOf(
  db: Db | Tx,
  workspaceId: string,
  memberId: string,
  where: RawBuilder<unknown>,
): Promise<Session[]> {
  return (await selectSessions(db, workspaceId, memberId, where)).map(toSession)
}

export async function selectSessions(
  db: Db | Tx,
  workspaceId: string,
  memberId: string,
  where: RawBuilder<unknown>,
): Promise<SessionRow[]> {
  const { rows } =
    await sql<SessionRow>`select s.id, s.training_id, s.starts_at, s.ends_at, s.time_zone, s.place, s.url, s.capacity, s.trainer_ids,
      s.cancelled_at, s.sequence, coalesce(n.enrolled, 0) as enrolled, coalesce(n.waiting, 0) as waiting, mine.state as my_seat
    from training_session s
    left join lateral (select count(*) filter (where e.state = 'enrolled')::int as enrolled,
        count(*) filter (where e.state = 'waiting')::int as waiting
      from training_seat e where e.workspace_id = ${workspaceId} and e.training_id = s.training_id and e.session_id = s.id) n on true
    left join training_seat mine on mine.workspace_id = s.workspace_id and mine.workspace_id = ${workspaceId}
      and mine.training_id = s.training_id and mine.session_id = s.id and mine.member_id = ${memberId}
    where s.workspace_id = ${workspaceId} and ${where} order by s.starts_at, s.id limit 500`.execute(db)
  return rows
}

export const toSession = ({ startsAt, endsAt, cancelledAt, sequence: _, ...row }: SessionRow): Session => ({
  id: row.id,
  trainingId: row.trainingId,
  startsAt: startsAt.toISOString(),
  endsAt: endsAt.toISOString(),
  timeZone: row.timeZone,
  place: row.place,
  url: row.url,
  capacity: row.capacity,
  trainerIds: row.trainerIds,
  isCancelled: cancelledAt !== null,
  enrolled: row.enrolled,
  waiting: row.waiting,
  mySeat: row.mySeat,
})

/** Throws 404. */
export async function readSession(
  db: Db | Tx,
  workspaceId: string,
  memberId: string,
  trainingId: string,
  id: string,
): Promise<SessionRow> {
  const [row] = await selectSessions(db, workspaceId, memberId, sql`s.training_id = ${trainingId} and s.id = ${id}`)
  if (!row) throw new Problem('not_found')
  return row
}

/** The same, locked: whoever takes the last seat takes it alone. */
export async function lockSession(
  tx: Tx,
  workspaceId: string,
  memberId: string,
  trainingId: string,
  id: string,
): Promise<SessionRow> {
  await sql`select 1 from training_session
    where workspace_id = ${workspaceId} and training_id = ${trainingId} and id = ${id} for update`.execute(tx)
  return readSession(tx, workspaceId, memberId, trainingId, id)
}
