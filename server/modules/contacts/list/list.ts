import type { Ctx } from '#kernel/http.ts'
import { searchText } from '#kernel/text.ts'
import { instant, type ListedRow, listedColumns, listedFrom, listedItem } from './columns.ts'
import { readPage } from './page-query.ts'
import { type ContactFilter, whereOf } from './where.ts'

type SortKey = 'createdAt' | 'lastActivityAt' | 'fullName' | 'score'
type Query = ContactFilter & { after?: string; limit?: number; sort?: SortKey | `-${SortKey}` }

/** `GET /contacts`: newest first unless sorted otherwise. */
export async function listContacts({ pool, actor }: Pick<Ctx, 'pool' | 'actor'>, query: Query) {
  const { key, descending } = sortOf(query.sort ?? '-createdAt')
  const { rows, ...page } = await readPage<ListedRow>({
    pool,
    query,
    sort: { ...sorts[key], descending },
    idColumn: 'c.subject_id',
    select: `select ${listedColumns} from ${listedFrom}`,
    from: 'contact c',
    where: (statement, mode) => whereOf(query, actor.workspaceId, mode, statement),
    cursorOf: cursors[key],
    idOf: (row) => row.id,
  })
  return { items: rows.map(listedItem), ...page }
}

const sortOf = (sort: SortKey | `-${SortKey}`) => ({
  key: sort.replace(/^-/, '') as SortKey,
  descending: sort.startsWith('-'),
})

const sorts = {
  createdAt: { column: 'c.created_at', type: 'timestamptz' },
  lastActivityAt: { column: 'c.last_activity_at', type: 'timestamptz' },
  fullName: { column: 'left(c.search, 60)', type: 'text' },
  score: { column: 'c.score', type: 'integer' },
}
const cursors: Record<SortKey, (row: ListedRow) => string | number> = {
  createdAt: (row) => instant(row.createdAt),
  lastActivityAt: (row) => instant(row.lastActivityAt),
  // As PostgreSQL counts: 60 characters, not UTF-16 units.
  fullName: (row) => [...searchText(row.fullName, row.email, row.phone)].slice(0, 60).join(''),
  score: (row) => row.score,
}
