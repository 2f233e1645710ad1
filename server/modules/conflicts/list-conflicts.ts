import { type RawBuilder, sql } from 'kysely'
import type { conflictSorts, conflictsRoutes } from '#contract/conflicts.ts'
import type { Ctx, Handlers } from '#kernel/http.ts'
import { decodeCursor, toPage } from '#kernel/page.ts'
import { foldText } from '#kernel/text.ts'
import { type Row, selectConflicts, toSummary } from './select-conflicts.ts'

type SortName = (typeof conflictSorts)[number]
type Query = Parameters<Handlers<typeof conflictsRoutes>['GET /conflicts']>[1]['query']

const never = '9999-12-31'
const sorts: Record<SortName, { by: RawBuilder<unknown>; type: RawBuilder<unknown>; of: (row: Row) => string }> = {
  createdAt: { by: sql`c.created_at`, type: sql`timestamptz`, of: (row) => row.createdAt.toISOString() },
  // Those without a day of review come last.
  reviewOn: {
    by: sql`coalesce(c.review_on, ${sql.lit(never)}::date)`,
    type: sql`date`,
    of: (row) => row.reviewOn ?? never,
  },
  title: { by: sql`c.title`, type: sql`text`, of: (row) => row.title },
}

export async function listConflicts(ctx: Ctx, { after, limit = 50, sort = '-createdAt', ...filters }: Query) {
  const { workspaceId } = ctx.actor
  const descending = sort.startsWith('-')
  const { by, type, of } = sorts[sort.replace('-', '') as SortName]
  const cursor = decodeCursor(after, 2)
  const beyond = cursor
    ? sql`and (${by}, c.id) ${descending ? sql`<` : sql`>`} (${cursor[0]}::${type}, ${cursor[1]}::uuid)`
    : sql``
  const direction = descending ? sql`desc` : sql`asc`
  const { rows } = await selectConflicts(
    workspaceId,
    sql`${predicateOf(workspaceId, filters)} ${beyond} order by ${by} ${direction}, c.id ${direction} limit ${limit + 1}`,
  ).execute(ctx.db)
  return toPage(rows, limit, toSummary, (row) => [of(row), row.id])
}

function predicateOf(workspaceId: string, query: Omit<Query, 'after' | 'limit' | 'sort'>): RawBuilder<unknown> {
  const { q, state, departmentId, ownerId, projectId, worsened } = query
  const parts = [
    sql`c.deleted_at is null`,
    ...(state?.length ? [sql`c.state = any(${state})`] : []),
    ...foldText(q ?? '')
      .split(' ')
      .filter((word) => word !== '')
      .map((word) => sql`c.search like ${`%${word.replace(/[\\%_]/g, '\\$&')}%`}`),
    ...(departmentId || ownerId
      ? [
          sql`exists (select 1 from conflict_side s where s.workspace_id = ${workspaceId} and s.conflict_id = c.id
        ${departmentId ? sql`and s.department_id = ${departmentId}` : sql``} ${ownerId ? sql`and s.owner_id = ${ownerId}` : sql``})`,
        ]
      : []),
    ...(projectId ? [sql`c.project_id = ${projectId}`] : []),
    ...(worsened === undefined ? [] : [worsened ? sql`c.worsened_since is not null` : sql`c.worsened_since is null`]),
  ]
  return sql.join(parts, sql` and `)
}
