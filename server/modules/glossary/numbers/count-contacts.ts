import { sql } from 'kysely'
import type { TermBinding, TermNumber } from '#contract/glossary.ts'
import type { Db, Tx } from '#kernel/db.ts'

const countedAtMost = 100_000
type Bound = { id: string; binding: Extract<TermBinding, { kind: 'stage' | 'temperature' }> }

/** Contacts of a stage or of a temperature, by index and up to a bound; one statement for all. */
export async function countByRow(
  db: Db | Tx,
  workspaceId: string,
  terms: readonly Bound[],
): Promise<(readonly [string, TermNumber])[]> {
  if (terms.length === 0) return []
  const counts = terms.map(({ id, binding }) => {
    const holds =
      binding.kind === 'stage'
        ? sql`c.lifecycle_stage = ${binding.stage}`
        : sql`c.temperature = ${sql.lit(binding.temperature)}`
    return sql`select ${id}::text as id, (select count(*) from (select 1 from contact c
      where c.workspace_id = ${workspaceId} and c.deleted_at is null and ${holds} limit ${countedAtMost + 1}) counted) as count`
  })
  const { rows } = await sql<{ id: string; count: number }>`${sql.join(counts, sql` union all `)}`.execute(db)
  const bindings = new Map(terms.map(({ id, binding }) => [id, binding]))
  return rows.map(({ id, count }) => {
    const binding = bindings.get(id)!
    const filter = binding.kind === 'stage' ? `lifecycleStage=${binding.stage}` : `temperature=${binding.temperature}`
    const value = Math.min(count, countedAtMost)
    return [
      id,
      { value, unit: 'count', currency: null, atLeast: count > countedAtMost, url: `/contacts?${filter}` },
    ] as const
  })
}
