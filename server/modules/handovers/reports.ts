import { sql } from 'kysely'
import type { handoverPolicyRoutes } from '#contract/handover-policy.ts'
import type { Input, Reply } from '#contract/kit.ts'
import { businessMinutesBetween } from '#kernel/calendar/business-hours.ts'
import { addDays, localDate, startOfLocalDay } from '#kernel/calendar/zone.ts'
import type { Ctx } from '#kernel/http.ts'
import { invalid } from '#kernel/problem.ts'
import { calendarOf } from '#modules/accounts/public.ts'
import { isAttempt } from './attempts.ts'
import type { RejectionReason } from './rules/rejection.ts'
import { salesAttainment, slaResult } from './rules/sla.ts'
import { speedToLead } from './rules/speed-to-lead.ts'
import { slaPolicyOf } from './sla-policy.ts'

type Routes = typeof handoverPolicyRoutes
const defaultDays = 30
/** The newest of the period; more would not change a median that anybody acts on. */
const maxLeads = 20_000
const maxBehind = 200

type LeadRow = {
  handRaise: boolean
  requestedAt: Date
  assignedAt: Date | null
  firstTouchAt: Date | null
  acceptedAt: Date | null
  rejectedAt: Date | null
  touches: { at: string; reached: boolean }[]
}

/**
 * Leads requested in the period, each once: of a chain of expired handovers the last, measured from the first assignment.
 * `humanBusiness` is `human` in business minutes.
 */
export async function readSpeed(
  ctx: Ctx,
  { query }: Input<Routes['GET /reports/speed-to-lead']>,
): Promise<Reply<Routes['GET /reports/speed-to-lead']>> {
  const { db, actor, clock } = ctx
  const { from, to, since, until, calendar } = await periodOf(ctx, query)
  const { rows } =
    await sql<LeadRow>`select h.hand_raise, h.requested_at, coalesce(h.first_assigned_at, h.assigned_at) as assigned_at, h.first_touch_at,
      h.accepted_at, case when h.state in ('rejected', 'expired') then h.decided_at end as rejected_at,
      coalesce((select jsonb_agg(jsonb_build_object('at', t.happened_at, 'reached', t.reached)) from (
        select a.happened_at, coalesce(a.outcome = 'reached', false) as reached from activity a
        where a.workspace_id = ${actor.workspaceId} and a.subject_id = h.subject_id and a.happened_at >= h.requested_at and ${isAttempt}
        order by a.happened_at limit 20) t), '[]'::jsonb) as touches
    from handover h
    where h.workspace_id = ${actor.workspaceId} and h.requested_at >= ${since} and h.requested_at < ${until}
      and not exists (select 1 from handover n where n.workspace_id = ${actor.workspaceId} and n.subject_id = h.subject_id
        and n.requested_at = h.requested_at and n.id > h.id)
    order by h.requested_at desc, h.id desc limit ${maxLeads}`.execute(db)
  const now = clock.now()
  const leads = rows.map(({ requestedAt, assignedAt, firstTouchAt, rejectedAt }) => {
    return { submittedAt: requestedAt, assignedAt, firstHumanTouchAt: firstTouchAt, closedAt: rejectedAt }
  })
  const policy = await slaPolicyOf(db, actor.workspaceId)
  const results = rows.flatMap(({ assignedAt, handRaise, acceptedAt, rejectedAt, touches }) => {
    if (assignedAt === null) return []
    const known = touches.map(({ at, reached }) => ({ at: new Date(at), isHuman: true, reached }))
    return [slaResult({ assignedAt, isHandRaise: handRaise, acceptedAt, rejectedAt }, known, policy, calendar, now)]
  })
  const speed = speedToLead(leads, now)
  const inHours = speedToLead(leads, now, (a, b) => businessMinutesBetween(calendar, a, b))
  return { from, to, ...speed, humanBusiness: inHours.human, sla: salesAttainment(results) }
}

/** What became of the leads requested in the period; each reason with the newest handovers behind its number. */
export async function readRejections(
  ctx: Ctx,
  { query }: Input<Routes['GET /reports/rejections']>,
): Promise<Reply<Routes['GET /reports/rejections']>> {
  const { db, actor } = ctx
  const { from, to, since, until } = await periodOf(ctx, query)
  const period = sql`h.requested_at >= ${since} and h.requested_at < ${until}`
  const { rows: states } = await sql<{ state: string; count: number }>`select h.state, count(*) as count from handover h
    where h.workspace_id = ${actor.workspaceId} and ${period} group by h.state`.execute(db)
  const { rows: reasons } = await sql<{
    reason: RejectionReason
    count: number
    handoverIds: string[]
  }>`select h.rejection_reason as reason,
      count(*) as count, (array_agg(h.id order by h.decided_at desc))[1:${sql.lit(maxBehind)}] as handover_ids
    from handover h where h.workspace_id = ${actor.workspaceId} and ${period} and h.state = 'rejected' group by h.rejection_reason order by count(*) desc, h.rejection_reason`.execute(
    db,
  )
  const count = (state: string) => states.find((row) => row.state === state)?.count ?? 0
  const [pending, accepted, rejected, expired] = ['pending', 'accepted', 'rejected', 'expired'].map(count)
  const unfit = reasons.find((row) => row.reason === 'no_fit')?.count ?? 0
  const decided = accepted! + rejected!
  const counts = { pending: pending!, accepted: accepted!, rejected: rejected!, expired: expired! }
  return {
    from,
    to,
    handedOver: pending! + decided,
    ...counts,
    precision: decided === 0 ? null : 1 - unfit / decided,
    reasons,
  }
}

/** Local dates, both included; the last 30 days if nothing is said. */
async function periodOf({ db, actor, clock }: Ctx, query: { from?: string; to?: string }) {
  const calendar = await calendarOf(db, actor.workspaceId)
  const to = query.to ?? localDate(calendar.timeZone, clock.now())
  const from = query.from ?? addDays(to, -(defaultDays - 1))
  if (from > to) throw invalid('/from', 'after_end')
  const since = startOfLocalDay(calendar.timeZone, from)
  const until = startOfLocalDay(calendar.timeZone, addDays(to, 1))
  return { from, to, since, until, calendar }
}
