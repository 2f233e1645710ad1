import { sql } from 'kysely'
import type { Db } from '#kernel/db.ts'

const dayMs = 86_400_000

/** Every workspace with the time it has there: the demo company's runs ahead. */
export async function workspacesAt(db: Db, now: Date): Promise<{ workspaceId: string; at: Date }[]> {
  const { rows } = await sql<{ id: string; days: number }>`select id, clock_offset_days as days from workspace`.execute(
    db,
  )
  return rows.map(({ id, days }) => ({ workspaceId: id, at: new Date(now.getTime() + days * dayMs) }))
}
