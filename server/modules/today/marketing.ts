import { sql } from 'kysely'
import type { Reply } from '#contract/kit.ts'
import type { todayRoutes } from '#contract/today.ts'
import { addDays, startOfLocalDay } from '#kernel/calendar/zone.ts'
import type { Db } from '#kernel/db.ts'

type Marketing = Reply<(typeof todayRoutes)['GET /today']>['marketing']
type Counts = Pick<Marketing, 'handedOver' | 'accepted' | 'rejected' | 'waiting' | 'expired'>

const days = 30
const shown = 6

/** What came in by forms, and what sales made of what was handed over in the last 30 days. */
export async function readMarketing(db: Db, workspaceId: string, zone: string, today: string): Promise<Marketing> {
  const from = addDays(today, 1 - days)
  const start = startOfLocalDay(zone, from)
  const [submissions, counts, reasons, recent] = await Promise.all([
    sql<{ n: number }>`select count(*) as n from form f
      join form_submission s on s.workspace_id = ${workspaceId} and s.form_id = f.id and s.at >= ${start}
      where f.workspace_id = ${workspaceId}`.execute(db),
    sql<Counts>`select count(*) as handed_over,
        count(*) filter (where state = 'accepted') as accepted, count(*) filter (where state = 'rejected') as rejected,
        count(*) filter (where state = 'pending') as waiting, count(*) filter (where state = 'expired') as expired
      from handover where workspace_id = ${workspaceId} and state in ('pending', 'accepted', 'rejected', 'expired') and requested_at >= ${start}`.execute(
      db,
    ),
    sql<Marketing['reasons'][number]>`select rejection_reason as reason, count(*) as count from handover
      where workspace_id = ${workspaceId} and state = 'rejected' and requested_at >= ${start} and rejection_reason is not null
      group by 1 order by 2 desc, 1`.execute(db),
    sql<Omit<Marketing['recent'][number], 'at'> & { at: Date }>`select s.id, s.subject_id as contact_id,
        coalesce(nullif(c.full_name, ''), c.email, c.phone, '–') as contact_name, s.form_id, s.form_name, c.temperature, s.hand_raise, s.at
      from (
        select newest.*, f.name as form_name from form f
        cross join lateral (
          select id, subject_id, form_id, hand_raise, at from form_submission n
          where n.workspace_id = ${workspaceId} and n.form_id = f.id order by n.at desc, n.id desc limit ${shown}
        ) newest
        where f.workspace_id = ${workspaceId} order by newest.at desc limit ${shown * 2}
      ) s
      join contact c on c.workspace_id = ${workspaceId} and c.subject_id = s.subject_id and c.deleted_at is null
      order by s.at desc, s.id desc limit ${shown}`.execute(db),
  ])
  return {
    from,
    submissions: submissions.rows[0]!.n,
    ...counts.rows[0]!,
    reasons: reasons.rows,
    recent: recent.rows.map((row) => ({ ...row, at: row.at.toISOString() })),
  }
}
