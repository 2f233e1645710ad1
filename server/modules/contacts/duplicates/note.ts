import { sql } from 'kysely'
import type { Tx } from '#kernel/db.ts'

export type DuplicateReason = 'phone' | 'external' | 'name' | 'email' | 'told'

/** Two contacts that may be one person. Noted once for each pair; a pair that somebody dismissed stays dismissed. */
export async function noteDuplicates(
  tx: Tx,
  workspaceId: string,
  at: Date,
  pairs: readonly { subjectId: string; otherId: string; reason: DuplicateReason }[],
): Promise<void> {
  const distinct = new Map(
    pairs
      .filter(({ subjectId, otherId }) => subjectId !== otherId)
      .map(({ subjectId, otherId, reason }) => {
        const [first, second] = subjectId < otherId ? [subjectId, otherId] : [otherId, subjectId]
        return [`${first} ${second}`, { first, second, reason }] as const
      }),
  )
  if (distinct.size === 0) return
  const rows = [...distinct.entries()].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, row]) => row)
  await sql`insert into duplicate_candidate (workspace_id, subject_id, other_id, reason, at)
    select ${workspaceId}::uuid, p.first, p.second, p.reason, ${at}::timestamptz
    from unnest(${rows.map((row) => row.first)}::uuid[], ${rows.map((row) => row.second)}::uuid[], ${rows.map((row) => row.reason)}::text[])
      as p (first, second, reason)
    on conflict do nothing`.execute(tx)
}
