import { sql } from 'kysely'
import type { glossaryRoutes, LexiconEntry } from '#contract/glossary.ts'
import type { Ctx, Handlers } from '#kernel/http.ts'
import { decodeCursor, toPage } from '#kernel/page.ts'
import { foldText } from '#kernel/text.ts'
import { numbersOf } from './numbers/numbers-of.ts'
import { toTermRow } from './read-term.ts'
import { selectTerms } from './select-terms.ts'

type Query = Parameters<Handlers<typeof glossaryRoutes>['GET /terms']>[1]['query']
const nameKey = 60

/** By name, each with its number. */
export async function listTerms(ctx: Ctx, { after, limit = 50, q, state, ownerId, outdated }: Query) {
  const { workspaceId } = ctx.actor
  const cursor = decodeCursor(after, 2)
  const parts = [
    sql`t.deleted_at is null`,
    ...(state?.length ? [sql`t.head_state = any(${state})`] : []),
    ...(ownerId ? [sql`t.owner_id = ${ownerId}`] : []),
    ...(outdated === undefined ? [] : [outdated ? sql`t.outdated_at is not null` : sql`t.outdated_at is null`]),
    ...foldText(q ?? '')
      .split(' ')
      .filter((word) => word !== '')
      .map((word) => sql`t.search like ${`%${word.replace(/[\\%_]/g, '\\$&')}%`}`),
    ...(cursor ? [sql`(left(t.search, 60), t.id) > (${cursor[0]}, ${cursor[1]}::uuid)`] : []),
  ]
  const { rows } = await selectTerms(
    workspaceId,
    sql`${sql.join(parts, sql` and `)} order by left(t.search, 60), t.id limit ${limit + 1}`,
  ).execute(ctx.db)
  const numbers = await numbersOf(ctx.db, workspaceId, ctx.clock.now(), rows.slice(0, limit))
  return toPage(
    rows,
    limit,
    (row) => toTermRow(row, numbers.get(row.id) ?? null),
    (row) => [row.search.slice(0, nameKey), row.id],
  )
}

const mostInLexicon = 1000

/** The words as the departments signed them; of those that nobody has signed yet, as they are written now. */
export async function readLexicon({ db, actor }: Ctx): Promise<{ items: LexiconEntry[]; next: null }> {
  const { workspaceId } = actor
  const { rows } =
    await sql<LexiconEntry>`select t.id, array[v.name] || v.aliases as words, left(v.definition, 600) as definition,
      t.in_force_version is not null as in_force,
      array(select s.department_id from term_signature s where s.workspace_id = ${workspaceId} and s.term_id = t.id
        and s.term_version = v.term_version order by s.signed_at) as signed_by
    from term t join term_version v on v.workspace_id = t.workspace_id and v.term_id = t.id
      and v.term_version = coalesce(t.in_force_version, t.head_version)
    where t.workspace_id = ${workspaceId} and v.workspace_id = ${workspaceId} and t.deleted_at is null
    order by t.created_at, t.id limit ${mostInLexicon}`.execute(db)
  return { items: rows, next: null }
}
