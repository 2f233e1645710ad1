import { sql } from 'kysely'
import type { AgendaCandidate, AgendaSource } from '#modules/meetings/public.ts'

type Row = {
  id: string
  name: string
  ownerId: string | null
  departmentIds: string[]
  outdatedAt: Date | null
  since: Date
  missing: number
}

/** Words that wait for a signature, and signed ones whose rule is another one now: those first, then the oldest. */
export const glossaryAgenda: AgendaSource = async (db, workspaceId, _at, { departmentIds, projectId, limit }) => {
  if (projectId !== null) return []
  const concerns = departmentIds.length > 0 ? sql`and v.department_ids && ${[...departmentIds]}::uuid[]` : sql``
  const { rows } = await sql<Row>`select t.id, t.name, t.owner_id, v.department_ids, t.outdated_at,
      coalesce(t.outdated_at, t.proposed_at) as since,
      cardinality(v.department_ids) - (select count(*)::int from term_signature s where s.workspace_id = ${workspaceId}
        and s.term_id = t.id and s.term_version = v.term_version) as missing
    from term t join term_version v on v.workspace_id = t.workspace_id and v.term_id = t.id and v.term_version = t.head_version
    where t.workspace_id = ${workspaceId} and v.workspace_id = ${workspaceId} and t.deleted_at is null
      and (t.outdated_at is not null or t.head_state = 'proposed') ${concerns}
    order by t.outdated_at is null, coalesce(t.outdated_at, t.proposed_at), t.id limit ${limit}`.execute(db)
  return rows.map(
    ({ id, name, ownerId, outdatedAt, since, missing, departmentIds: concerned }): AgendaCandidate => ({
      key: `${outdatedAt ? 'term_outdated' : 'term_unsigned'}:${id}`,
      kind: outdatedAt ? 'term_outdated' : 'term_unsigned',
      title: name,
      params: outdatedAt ? {} : { missing },
      severity: outdatedAt ? 'major' : 'minor',
      since,
      amountCents: null,
      url: `/glossary/${id}`,
      departmentIds: concerned,
      ownerId,
    }),
  )
}
