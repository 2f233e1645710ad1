import { type RawBuilder, sql } from 'kysely'
import type { accountRoutes } from '#contract/accounts.ts'
import type { Input, Reply } from '#contract/kit.ts'
import type { Db, Tx } from '#kernel/db.ts'
import type { Ctx } from '#kernel/http.ts'
import type { Locale } from '#kernel/i18n.ts'
import { decodeCursor, toPage } from '#kernel/page.ts'
import { Problem } from '#kernel/problem.ts'
import { foldText } from '#kernel/text.ts'

type Routes = typeof accountRoutes
export type MemberReply = Reply<Routes['GET /members/:id']>
type Row = Omit<MemberReply, 'createdAt' | 'removedAt' | 'locale'> & {
  createdAt: Date
  removedAt: Date | null
  locale: Locale
}

export async function listMembers(
  { db, actor }: Ctx,
  { query }: Input<Routes['GET /members']>,
): Promise<Reply<Routes['GET /members']>> {
  const { limit = 50, sort = 'fullName', state = 'active' } = query
  const descending = sort.startsWith('-')
  const field = sort.replace('-', '') as 'fullName' | 'createdAt'
  const column = field === 'fullName' ? sql`m.full_name` : sql`m.created_at`
  const after = decodeCursor(query.after, 2)
  const conditions = [
    sql`m.workspace_id = ${actor.workspaceId}`,
    state === 'active' ? sql`m.removed_at is null` : sql`m.removed_at is not null`,
    ...(query.q ? [matching(query.q)] : []),
    ...(query.roleId ? [sql`m.role_id = any(${query.roleId}::uuid[])`] : []),
    ...(query.departmentId
      ? [
          sql`exists (select 1 from member_department x where x.workspace_id = ${actor.workspaceId} and x.member_id = m.id
            and x.department_id = any(${query.departmentId}::uuid[]))`,
        ]
      : []),
    ...(after
      ? [
          sql`(${column}, m.id) ${descending ? sql`<` : sql`>`} (${after[0]}::${field === 'fullName' ? sql`text` : sql`timestamptz`}, ${after[1]}::uuid)`,
        ]
      : []),
  ]
  const order = descending ? sql`desc` : sql`asc`
  const { rows } = await sql<Row>`${selectMembers(actor.workspaceId)} where ${sql.join(conditions, sql` and `)}
    order by ${column} ${order}, m.id ${order} limit ${limit + 1}`.execute(db)
  return toPage(rows, limit, toReply, (row) => [
    field === 'fullName' ? row.fullName : row.createdAt.toISOString(),
    row.id,
  ])
}

/** One member, removed ones too; 404 for any other id. */
export async function readMember(db: Db | Tx, workspaceId: string, id: string): Promise<MemberReply> {
  const { rows } =
    await sql<Row>`${selectMembers(workspaceId)} where m.workspace_id = ${workspaceId} and m.id = ${id}`.execute(db)
  if (!rows[0]) throw new Problem('not_found')
  return toReply(rows[0])
}

const toReply = (row: Row): MemberReply => ({
  ...row,
  createdAt: row.createdAt.toISOString(),
  removedAt: row.removedAt?.toISOString() ?? null,
})

/** Name or address containing the text, whatever its accents. */
function matching(text: string): RawBuilder<unknown> {
  const pattern = `%${foldText(text).replace(/[\\%_]/g, '\\$&')}%`
  return sql`(translate(lower(m.full_name), 'áàäâéèëêíìïîóòöôúùüûñç', 'aaaaeeeeiiiioooouuuunc') like ${pattern} or m.email like ${pattern})`
}

const selectMembers = (
  workspaceId: string,
) => sql`select m.id, m.full_name, m.email, m.job_title, m.role_id, r.key as role_key, r.name as role_name,
  m.locale, m.time_zone, m.capacity, m.languages, m.absences, m.created_at, m.removed_at, m.version,
  coalesce((select jsonb_agg(jsonb_build_object('id', d.id, 'key', d.key, 'name', d.name, 'isManager', md.is_manager) order by d.created_at, d.id)
    from member_department md join department d on d.workspace_id = md.workspace_id and d.id = md.department_id
    where md.workspace_id = ${workspaceId} and md.member_id = m.id and d.deleted_at is null), '[]'::jsonb) as departments
  from member m join role r on r.workspace_id = m.workspace_id and r.id = m.role_id`
