import { type RawBuilder, sql } from 'kysely'
import type { documentSorts, documentsRoutes } from '#contract/documents.ts'
import type { Ctx, Handlers } from '#kernel/http.ts'
import { decodeCursor, toPage } from '#kernel/page.ts'
import { foldText } from '#kernel/text.ts'
import { type Row, selectDocuments, toSummaries } from './select-documents.ts'

type SortName = (typeof documentSorts)[number]
type Query = Parameters<Handlers<typeof documentsRoutes>['GET /documents']>[1]['query']

const sorts: Record<SortName, { by: RawBuilder<unknown>; type: RawBuilder<unknown>; of: (row: Row) => string }> = {
  updatedAt: { by: sql`d.updated_at`, type: sql`timestamptz`, of: (row) => row.updatedAt.toISOString() },
  title: { by: sql`d.title`, type: sql`text`, of: (row) => row.title },
  createdAt: { by: sql`d.created_at`, type: sql`timestamptz`, of: (row) => row.createdAt.toISOString() },
}

export async function listDocuments(ctx: Ctx, { after, limit = 50, sort = '-updatedAt', q, kind, parentId }: Query) {
  const { workspaceId } = ctx.actor
  const isDescending = sort.startsWith('-')
  const { by, type, of } = sorts[sort.replace('-', '') as SortName]
  const cursor = decodeCursor(after, 2)
  const parts = [
    sql`d.deleted_at is null`,
    ...(kind?.length ? [sql`d.kind = any(${kind})`] : []),
    ...(parentId ? [sql`d.parent_id = ${parentId}`] : []),
    ...foldText(q ?? '')
      .split(' ')
      .filter((word) => word !== '')
      .map((word) => sql`d.search like ${`%${word.replace(/[\\%_]/g, '\\$&')}%`}`),
    ...(cursor
      ? [sql`(${by}, d.id) ${isDescending ? sql`<` : sql`>`} (${cursor[0]}::${type}, ${cursor[1]}::uuid)`]
      : []),
  ]
  const direction = isDescending ? sql`desc` : sql`asc`
  const { rows } = await selectDocuments(
    workspaceId,
    sql`${sql.join(parts, sql` and `)} order by ${by} ${direction}, d.id ${direction} limit ${limit + 1}`,
  ).execute(ctx.db)
  const { items, next } = toPage(
    rows,
    limit,
    (row) => row,
    (row) => [of(row), row.id],
  )
  return { items: await toSummaries(ctx.db, workspaceId, items), next }
}
