import { type RawBuilder, sql } from 'kysely'
import type { Task } from '#contract/activities.ts'
import { addDays, dayNumberOf, isoWeekday, localDate, startOfLocalDay } from '#kernel/calendar/zone.ts'
import type { Ctx } from '#kernel/http.ts'
import { decodeCursor, toPage } from '#kernel/page.ts'
import { selectTasks, toTask } from './select-tasks.ts'

type Due = 'overdue' | 'today' | 'week' | 'none'
type Query = {
  after?: string
  limit?: number
  mine?: boolean
  assigneeId?: string
  state?: Task['state'][]
  due?: Due
  contactId?: string
  companyId?: string
  dealId?: string
  kind?: Task['kind'][]
}

/** By due date, those without one last. */
export async function listTasks(
  ctx: Ctx,
  { after, limit = 50, mine, assigneeId, state, due, contactId, companyId, dealId, kind }: Query,
) {
  const { db, actor } = ctx
  const cursor = decodeCursor(after, 2)
  const where = sql.join(
    [
      sql`t.deleted_at is null`,
      mine && mineOf(actor.workspaceId, actor.id),
      assigneeId && sql`t.assignee_id = ${assigneeId}`,
      state?.length === 1 && sql`t.state = ${state[0]}`,
      state && state.length > 1 && sql`t.state = any(${state}::text[])`,
      due && (await dueWithin(ctx, due)),
      contactId && sql`t.subject_id = ${contactId}`,
      companyId && sql`t.company_id = ${companyId}`,
      dealId && sql`t.deal_id = ${dealId}`,
      kind?.length && sql`t.kind = any(${kind}::text[])`,
      cursor && beyond(cursor),
    ].filter((part) => part !== null && typeof part === 'object'),
    sql` and `,
  )
  const { rows } = await selectTasks(
    actor.workspaceId,
    sql`${where} order by t.due_at, t.id limit ${limit + 1}`,
  ).execute(db)
  return toPage(rows, limit, toTask, (row) => [row.dueAt?.toISOString() ?? null, row.id])
}

const mineOf = (
  workspaceId: string,
  memberId: string,
) => sql`(t.assignee_id = ${memberId} or (t.assignee_id is null and exists (
  select 1 from member_department md where md.workspace_id = ${workspaceId} and md.member_id = ${memberId} and md.department_id = t.department_id)))`

function beyond([dueAt, id]: (string | number | null)[]): RawBuilder<unknown> {
  if (dueAt === null) return sql`(t.due_at is null and t.id > ${id}::uuid)`
  return sql`((t.due_at, t.id) > (${dueAt}::timestamptz, ${id}::uuid) or t.due_at is null)`
}

/** Days and weeks (Monday to Sunday) as the reader's zone has them. */
async function dueWithin({ db, actor, clock }: Ctx, due: Due): Promise<RawBuilder<unknown>> {
  const now = clock.now()
  if (due === 'none') return sql`t.due_at is null`
  if (due === 'overdue') return sql`t.due_at < ${now}`
  const { timeZone } = await db
    .selectFrom('member')
    .select('timeZone')
    .where('workspaceId', '=', actor.workspaceId)
    .where('id', '=', actor.id)
    .executeTakeFirstOrThrow()
  const today = localDate(timeZone, now)
  const first = due === 'today' ? today : addDays(today, 1 - isoWeekday(dayNumberOf(today)))
  const days = due === 'today' ? 1 : 7
  return sql`t.due_at >= ${startOfLocalDay(timeZone, first)} and t.due_at < ${startOfLocalDay(timeZone, addDays(first, days))}`
}
