import { sql } from 'kysely'
import type { Severity } from '#contract/kit.ts'
import { addDays, localDate, startOfLocalDay } from '#kernel/calendar/zone.ts'
import type { Ctx } from '#kernel/http.ts'
import { invalid } from '#kernel/problem.ts'
import { calendarOf } from '#modules/accounts/public.ts'
import { spreadOf } from './rules/reaction.ts'

const defaultDays = 30

/** Changes of the period (local dates, both included; the last 30 days if nothing is said) and how the house reacted to them. */
export async function readReaction({ db, actor, clock }: Ctx, query: { from?: string; to?: string }) {
  const { workspaceId } = actor
  const { timeZone } = await calendarOf(db, workspaceId)
  const now = clock.now()
  const to = query.to ?? localDate(timeZone, now)
  const from = query.from ?? addDays(to, 1 - defaultDays)
  if (from > to) throw invalid('/from', 'after_end')
  const period = sql`p.opened_at >= ${startOfLocalDay(timeZone, from)} and p.opened_at < ${startOfLocalDay(timeZone, addDays(to, 1))}`
  const { rows: impacts } = await sql<{
    severity: Severity
    state: string
    minutes: number | null
  }>`select p.severity, p.state,
      (extract(epoch from p.mended_at - p.opened_at) / 60)::double precision as minutes
    from impact p where p.workspace_id = ${workspaceId} and ${period}`.execute(db)
  const { rows: tasks } = await sql<{ minutes: number | null; isDue: boolean; inTime: boolean; escalated: boolean }>`
    select (extract(epoch from t.acknowledged_at - p.opened_at) / 60)::double precision as minutes,
      t.acknowledged_at is not null or t.acknowledge_by <= ${now} as is_due,
      coalesce(t.acknowledged_at <= t.acknowledge_by, false) as in_time, t.escalated_at is not null as escalated
    from impact p join impact_task t on t.workspace_id = p.workspace_id and t.impact_id = p.id
    where p.workspace_id = ${workspaceId} and t.workspace_id = ${workspaceId} and ${period}`.execute(db)
  const { rows: items } = await sql<{
    all: number
    reached: number
  }>`select count(*) as all, count(t.acknowledged_at) as reached
    from impact p join impact_item i on i.workspace_id = p.workspace_id and i.impact_id = p.id
    left join impact_task t on t.workspace_id = ${workspaceId} and t.impact_id = p.id and t.task_key = i.task_key
    where p.workspace_id = ${workspaceId} and i.workspace_id = ${workspaceId} and ${period} and i.state <> 'unaffected'`.execute(
    db,
  )
  const due = tasks.filter((task) => task.isDue)
  const { all, reached } = items[0]!
  return {
    from,
    to,
    impacts: impacts.length,
    open: impacts.filter((impact) => impact.state === 'open').length,
    reaction: spreadOf(known(impacts.filter((impact) => impact.severity === 'critical'))),
    acknowledgement: spreadOf(known(tasks)),
    inTime: share(due.filter((task) => task.inTime).length, due.length),
    escalated: tasks.filter((task) => task.escalated).length,
    coverage: share(reached, all),
  }
}

const known = (rows: readonly { minutes: number | null }[]) =>
  rows.map((row) => row.minutes).filter((one) => one !== null)
const share = (part: number, whole: number) => (whole === 0 ? null : part / whole)
