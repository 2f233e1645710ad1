import { sql } from 'kysely'
import type { Db, Tx } from '#kernel/db.ts'

/** Ends sessions of an account: all, one by its id, or all but one. Answers how many. */
export async function endSessions(
  db: Db | Tx,
  userId: string,
  which: { only?: string; except?: string } = {},
): Promise<number> {
  const { rows } = await sql`delete from auth.session where "userId" = ${userId}::uuid
    and (${which.only ?? null}::uuid is null or id = ${which.only ?? null}::uuid)
    and (${which.except ?? null}::uuid is null or id <> ${which.except ?? null}::uuid) returning id`.execute(db)
  return rows.length
}
