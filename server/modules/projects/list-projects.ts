import { type RawBuilder, sql } from 'kysely'
import type { projectSorts, projectsRoutes } from '#contract/projects.ts'
import type { Ctx, Handlers } from '#kernel/http.ts'
import { decodeCursor, toPage } from '#kernel/page.ts'
import { foldText } from '#kernel/text.ts'
import { type Row, selectProjects, toProject } from './select-projects.ts'

type Query = Parameters<Handlers<typeof projectsRoutes>['GET /projects']>[1]['query']
type Sort = { by: RawBuilder<unknown>; type: RawBuilder<unknown>; of: (row: Row) => string }

const sorts: Record<(typeof projectSorts)[number], Sort> = {
  name: { by: sql`p.name`, type: sql`text`, of: (row) => row.name },
  createdAt: { by: sql`p.created_at`, type: sql`timestamptz`, of: (row) => row.createdAt.toISOString() },
}
const parts = {
  meetings: sql`p.runs_on_meetings`,
  checklist: sql`p.runs_on_checklist`,
  training: sql`p.runs_on_training`,
}

export async function listProjects({ db, actor }: Ctx, { after, limit = 50, sort = '-createdAt', ...query }: Query) {
  const { workspaceId } = actor
  const { by, type, of } = sorts[sort.replace('-', '') as keyof typeof sorts]
  const descending = sort.startsWith('-')
  const cursor = decodeCursor(after, 2)
  const beyond = cursor
    ? sql`and (${by}, p.id) ${descending ? sql`<` : sql`>`} (${cursor[0]}::${type}, ${cursor[1]}::uuid)`
    : sql``
  const direction = descending ? sql`desc` : sql`asc`
  const { rows } = await selectProjects(
    workspaceId,
    sql`${predicateOf(workspaceId, query)} ${beyond} order by ${by} ${direction}, p.id ${direction} limit ${limit + 1}`,
  ).execute(db)
  return toPage(rows, limit, toProject, (row) => [of(row), row.id])
}

function predicateOf(workspaceId: string, { q, state, runsOn, departmentId, ownerId }: Omit<Query, 'sort'>) {
  const words = foldText(q ?? '')
    .split(' ')
    .filter((word) => word !== '')
  return sql.join(
    [
      sql`p.deleted_at is null`,
      ...(state?.length ? [sql`p.state = any(${state})`] : []),
      ...(runsOn?.length
        ? [
            sql`(${sql.join(
              runsOn.map((part) => parts[part]),
              sql` or `,
            )})`,
          ]
        : []),
      ...words.map((word) => sql`p.search like ${`%${word.replace(/[\\%_]/g, '\\$&')}%`}`),
      ...(departmentId || ownerId
        ? [
            sql`exists (select 1 from project_seat s where s.workspace_id = ${workspaceId} and s.project_id = p.id
        ${departmentId ? sql`and s.department_id = ${departmentId}` : sql``} ${ownerId ? sql`and s.owner_id = ${ownerId}` : sql``})`,
          ]
        : []),
    ],
    sql` and `,
  )
}
