import { sql } from 'kysely'
import type { Db, Tx } from '../db.ts'
import { ask } from '../prepared.ts'

/** Asks for the IANA zone of a workspace's days without waiting for the answer. */
export async function askTimeZone(db: Db | Tx, workspaceId: string): Promise<() => Promise<string>> {
  const asked = await ask<{ timeZone: string }>(db, sql`select time_zone from workspace where id = ${workspaceId}`)
  return async () => (await asked())[0]!.timeZone
}

export const timeZoneOf = async (db: Db | Tx, workspaceId: string): Promise<string> =>
  (await askTimeZone(db, workspaceId))()
