import { sql } from 'kysely'
import type { Tx } from '#kernel/db.ts'
import { type Actor, recordMany } from '#kernel/events.ts'

/**
 * Puts companies under their parents. Links that would make a company its own ancestor are left out, as are those that
 * stand already. Answers how many were set.
 */
export async function setCompanyParents(
  tx: Tx,
  actor: Actor,
  at: Date,
  links: readonly { companyId: string; parentId: string }[],
): Promise<number> {
  if (links.length === 0) return 0
  const { workspaceId } = actor
  const ids = [...new Set(links.flatMap(({ companyId, parentId }) => [companyId, parentId]))]
  const { rows } = await sql<{ id: string; parentId: string | null }>`with recursive line as (
      select id, parent_id, 0 as depth from company where workspace_id = ${workspaceId} and id = any (${ids}::uuid[])
      union
      select c.id, c.parent_id, line.depth + 1 from line join company c on c.workspace_id = ${workspaceId} and c.id = line.parent_id
      where line.depth < 50)
    select distinct id, parent_id from line`.execute(tx)
  const parents = new Map(rows.map((row) => [row.id, row.parentId]))
  const set = new Map<string, { companyId: string; parentId: string; before: string | null }>()
  for (const { companyId, parentId } of links) {
    const before = parents.get(companyId)
    if (before === undefined || before === parentId || descends(parents, parentId, companyId)) continue
    parents.set(companyId, parentId)
    set.set(companyId, { companyId, parentId, before })
  }
  const changes = [...set.values()].sort((a, b) => (a.companyId < b.companyId ? -1 : 1))
  if (changes.length === 0) return 0
  await sql`update company c set parent_id = r.parent_id, version = c.version + 1, updated_at = ${at}
    from unnest(${changes.map((one) => one.companyId)}::uuid[], ${changes.map((one) => one.parentId)}::uuid[]) as r (id, parent_id)
    where c.workspace_id = ${workspaceId} and c.id = r.id`.execute(tx)
  await recordMany(
    tx,
    actor,
    at,
    changes.map(({ companyId, parentId, before }) => ({
      name: 'company.updated' as const,
      data: { companyId, changes: { parentId: [before, parentId] as [unknown, unknown] } },
      subjects: [companyId],
    })),
  )
  return changes.length
}

function descends(parents: ReadonlyMap<string, string | null>, id: string, ancestor: string): boolean {
  let at: string | null | undefined = id
  for (let step = 0; at && step < 60; step++) {
    if (at === ancestor) return true
    at = parents.get(at)
  }
  return false
}
