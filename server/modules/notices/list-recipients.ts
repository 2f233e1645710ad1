import { sql } from 'kysely'
import type { NoticeRecipient, noticesRoutes } from '#contract/notices.ts'
import type { Ctx, Handlers } from '#kernel/http.ts'
import { decodeCursor, toPage } from '#kernel/page.ts'
import { readNotice } from './select-notices.ts'

type Query = Parameters<Handlers<typeof noticesRoutes>['GET /notices/:id/recipients']>[1]['query']
type Dates = 'dueAt' | 'readAt' | 'acknowledgedAt' | 'remindedAt' | 'escalatedAt'
type Row = Omit<NoticeRecipient, Dates> & Record<Dates, Date | null>

/** Those who work here, by name. */
export async function listRecipients(ctx: Ctx, id: string, { after, limit = 50, state }: Query) {
  const { actor, db } = ctx
  const { workspaceId } = actor
  const at = ctx.clock.now()
  await readNotice(db, actor, at, id)
  const cursor = decodeCursor(after, 2)
  const { rows } = await sql<Row>`select * from (
      select r.member_id, m.full_name, r.reasons, r.due_at, r.read_at, r.acknowledged_at, r.attempts,
        greatest(r.half_reminded_at, r.due_reminded_at, r.nudged_at) as reminded_at, r.escalated_at,
        array(select md.department_id from member_department md where md.workspace_id = ${workspaceId} and md.member_id = r.member_id
          order by md.department_id) as department_ids,
        case when r.acknowledged_at is not null then 'acknowledged' when r.due_at <= ${at} then 'overdue'
          when r.read_at is not null then 'read' else 'waiting' end as state
      from notice_recipient r
      join member m on m.workspace_id = ${workspaceId} and m.id = r.member_id and m.removed_at is null
      where r.workspace_id = ${workspaceId} and r.notice_id = ${id}) p
    where (${state?.length ? state : null}::text[] is null or p.state = any(${state ?? []}::text[]))
      ${cursor ? sql`and (p.full_name, p.member_id) > (${cursor[0]}, ${cursor[1]}::uuid)` : sql``}
    order by p.full_name, p.member_id limit ${limit + 1}`.execute(db)
  return toPage(
    rows,
    limit,
    (row): NoticeRecipient => ({
      ...row,
      dueAt: row.dueAt?.toISOString() ?? null,
      readAt: row.readAt?.toISOString() ?? null,
      acknowledgedAt: row.acknowledgedAt?.toISOString() ?? null,
      remindedAt: row.remindedAt?.toISOString() ?? null,
      escalatedAt: row.escalatedAt?.toISOString() ?? null,
    }),
    (row) => [row.fullName, row.memberId],
  )
}
