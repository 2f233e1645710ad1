import { sql } from 'kysely'
import type { formsRoutes } from '#contract/forms.ts'
import type { Input, Reply } from '#contract/kit.ts'
import type { Ctx } from '#kernel/http.ts'
import { decodeCursor, toPage } from '#kernel/page.ts'
import { findForm, publicUrlOf } from './form-record.ts'

type ListRoute = (typeof formsRoutes)['GET /forms']
type Row = {
  id: string
  name: string
  state: Reply<ListRoute>['items'][number]['state']
  handRaise: boolean
  currentVersion: number
  submissions: number
  lastSubmissionAt: Date | null
  version: number
  createdAt: Date
  updatedAt: Date
  sortValue: string
}

/** Forms with what came in through each; counts are taken for the page shown only. */
export async function listForms(ctx: Ctx, { query }: Input<ListRoute>): Promise<Reply<ListRoute>> {
  const { limit = 50, sort = '-createdAt', q, state } = query
  const after = decodeCursor(query.after, 2)
  const column = sort.endsWith('name') ? sql`f.name` : sql`f.created_at`
  const type = sort.endsWith('name') ? sql`text` : sql`timestamptz`
  const isDescending = sort.startsWith('-')
  const direction = isDescending ? sql`desc` : sql`asc`
  const { rows } = await sql<Row>`select f.*, s.submissions, s.last_submission_at from (
      select f.id, f.name, f.state, f.hand_raise, f.current_version, f.version, f.created_at, f.updated_at, ${column}::text as sort_value
      from form f
      where f.workspace_id = ${ctx.actor.workspaceId} and f.deleted_at is null
        ${q ? sql`and f.name ilike ${`%${q.replace(/[\\%_]/g, '\\$&')}%`}` : sql``}
        ${state?.length ? sql`and f.state = any (${state}::text[])` : sql``}
        ${after ? sql`and (${column}, f.id) ${isDescending ? sql`<` : sql`>`} (${after[0]}::${type}, ${after[1]}::uuid)` : sql``}
      order by ${column} ${direction}, f.id ${direction} limit ${limit + 1}
    ) f
    cross join lateral (
      select count(*)::int as submissions, max(s.at) as last_submission_at
      from form_submission s where s.workspace_id = ${ctx.actor.workspaceId} and s.form_id = f.id
    ) s
    order by ${sort.endsWith('name') ? sql`f.name` : sql`f.created_at`} ${direction}, f.id ${direction}`.execute(ctx.db)
  return toPage(
    rows,
    limit,
    ({ sortValue: _, currentVersion, ...row }) => ({
      ...row,
      formVersion: currentVersion,
      publicUrl: publicUrlOf(ctx.publicUrl, row.id),
      lastSubmissionAt: row.lastSubmissionAt?.toISOString() ?? null,
      createdAt: row.createdAt.toISOString(),
      updatedAt: row.updatedAt.toISOString(),
    }),
    (row) => [row.sortValue, row.id],
  )
}

type SubmissionsRoute = (typeof formsRoutes)['GET /forms/:id/submissions']
type Submission = Reply<SubmissionsRoute>['items'][number]
type SubmissionRow = Omit<Submission, 'at' | 'contact'> & {
  at: Date
  cursorAt: string
  fullName: string | null
  email: string | null
  temperature: string
  deleted: boolean
}

/** Newest first, each with the contact it belongs to now: a merged contact's survivor. */
export async function listSubmissions(
  ctx: Ctx,
  { params, query }: Input<SubmissionsRoute>,
): Promise<Reply<SubmissionsRoute>> {
  const { workspaceId } = ctx.actor
  await findForm(ctx.db, workspaceId, params.id)
  const { limit = 50 } = query
  const after = decodeCursor(query.after, 2)
  const { rows } =
    await sql<SubmissionRow>`select s.id, coalesce(c.merged_into, s.subject_id) as contact_id, s.form_version, s.fields, s.hand_raise,
      s.page_url, s.referrer, s.utm, s.language, s.at, s.at::text as cursor_at,
      coalesce(m.full_name, c.full_name) as full_name, coalesce(m.email, c.email) as email,
      coalesce(m.temperature, c.temperature) as temperature, coalesce(m.deleted_at, case when m.subject_id is null then c.deleted_at end) is not null as deleted
    from form_submission s
    left join contact c on c.workspace_id = s.workspace_id and c.subject_id = s.subject_id
    left join contact m on m.workspace_id = c.workspace_id and m.subject_id = c.merged_into
    where s.workspace_id = ${workspaceId} and s.form_id = ${params.id}
      ${after ? sql`and (s.at, s.id) < (${after[0]}::timestamptz, ${after[1]}::uuid)` : sql``}
    order by s.at desc, s.id desc limit ${limit + 1}`.execute(ctx.db)
  return toPage(
    rows,
    limit,
    ({ cursorAt: _, fullName, email, temperature, deleted, ...row }) => ({
      ...row,
      contact: fullName === null ? null : { fullName, email, temperature, deleted },
      at: row.at.toISOString(),
    }),
    (row) => [row.cursorAt, row.id],
  )
}
