import { sql } from 'kysely'
import type { Db } from './db.ts'

/** The only source of "now" for rules and handlers, so that tests can move time. */
export type Clock = { now(): Date }
export const systemClock: Clock = { now: () => new Date() }

const dayMs = 86_400_000

/** A clock that runs so many days ahead of another: the demo company lives by one. */
export const ahead = (clock: Clock, days: number): Clock =>
  days === 0 ? clock : { now: () => new Date(clock.now().getTime() + days * dayMs) }

/** Days by which the clock of a workspace runs ahead of the server's; 0 also for one that is not there. */
export async function daysAhead(db: Db, workspaceId: string): Promise<number> {
  const { rows } = await sql<{ days: number }>`select clock_offset_days as days from workspace
    where id = ${workspaceId}`.execute(db)
  return rows[0]?.days ?? 0
}

/** Every workspace with the time it has there: for jobs that go through all of them. */
export async function workspacesAt(db: Db, now: Date): Promise<{ workspaceId: string; at: Date }[]> {
  const { rows } = await sql<{ id: string; days: number }>`select id, clock_offset_days as days from workspace`.execute(
    db,
  )
  return rows.map(({ id, days }) => ({ workspaceId: id, at: new Date(now.getTime() + days * dayMs) }))
}
