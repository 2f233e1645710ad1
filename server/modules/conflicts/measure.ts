import { sql } from 'kysely'
import type { conflictMetrics } from '#contract/conflicts.ts'
import { addDays, localDate, startOfLocalDay } from '#kernel/calendar/zone.ts'
import type { Db, Tx } from '#kernel/db.ts'
import { calendarOf } from '#modules/accounts/public.ts'

export type Metric = (typeof conflictMetrics)[number]
export type Asked = { metric: Metric; reason: string | null; days: number | null }
export type Measured = { value: number; parts: { key: string; value: number }[]; url: string }
type Count = { key: string; value: number }

export const defaultDays = 30
export const unitOf = {
  rejections: 'count',
  rejection_share: 'percent',
  sla_failures: 'count',
  drifted_claims: 'count',
  returns: 'units',
} as const

/** A live number, read from the very records that its address opens; days are local ones, today included. */
export async function measure(db: Db | Tx, workspaceId: string, at: Date, asked: Asked): Promise<Measured> {
  const { timeZone } = await calendarOf(db, workspaceId)
  const from = addDays(localDate(timeZone, at), 1 - (asked.days ?? defaultDays))
  const since = startOfLocalDay(timeZone, from)
  return metrics[asked.metric]({ db, workspaceId, at, since, from, reason: asked.reason })
}

type World = { db: Db | Tx; workspaceId: string; at: Date; since: Date; from: string; reason: string | null }

const metrics: Record<Metric, (world: World) => Promise<Measured>> = {
  async rejections(world) {
    const parts = await rejectionsByReason(world)
    return { value: sum(parts), parts, url: handovers({ state: 'rejected', from: world.from, reason: world.reason }) }
  },
  /** Rejected of those that sales has decided on, in percent with one decimal. */
  async rejection_share(world) {
    const parts = await rejectionsByReason(world)
    const { rows } = await sql<{ decided: number }>`select count(*) as decided from handover h
      where h.workspace_id = ${world.workspaceId} and h.requested_at >= ${world.since} and h.requested_at <= ${world.at}
        and h.state in ('accepted', 'rejected')`.execute(world.db)
    const decided = rows[0]!.decided
    const value = decided === 0 ? 0 : Math.round((sum(parts) * 1000) / decided) / 10
    return { value, parts, url: handovers({ state: 'rejected', from: world.from, reason: world.reason }) }
  },
  /** Leads that were accepted or first called too late, or never; each lead once, however often it went to somebody else. */
  async sla_failures({ db, workspaceId, at, since, from }) {
    const { rows } = await sql<Count>`select late.key, count(*) as value from (
        select distinct on (h.subject_id, h.requested_at)
          case when coalesce(h.accepted_at, h.decided_at, ${at}) > h.due_at then 'accepted_late'
            when h.state <> 'rejected' and coalesce(h.first_touch_at, ${at}) > h.touch_due_at then 'touched_late' end as key
        from handover h where h.workspace_id = ${workspaceId} and h.requested_at >= ${since} and h.requested_at <= ${at}
        order by h.subject_id, h.requested_at, h.id desc) late
      where late.key is not null group by late.key order by 2 desc, 1`.execute(db)
    return { value: sum(rows), parts: rows, url: handovers({ from }) }
  },
  async drifted_claims({ db, workspaceId }) {
    const { rows } = await sql<Count>`select c.severity as key, count(*) as value from claim c
      where c.workspace_id = ${workspaceId} and c.state = 'drifted' and c.removed_at is null and c.suspended_at is null
      group by c.severity order by 2 desc, 1`.execute(db)
    return { value: sum(rows), parts: rows, url: '/texts' }
  },
  async returns({ db, workspaceId, at, since, from, reason }) {
    const { rows } = await sql<Count>`select l.reason as key, sum(l.quantity)::bigint as value
      from order_return r join return_line l on l.workspace_id = r.workspace_id and l.return_id = r.id
      where r.workspace_id = ${workspaceId} and l.workspace_id = ${workspaceId} and r.deleted_at is null
        and r.returned_at >= ${since} and r.returned_at <= ${at} ${reason ? sql`and l.reason = ${reason}` : sql``}
      group by l.reason order by 2 desc, 1`.execute(db)
    const query = new URLSearchParams({ returnedFrom: from, ...(reason && { reason }) })
    return { value: sum(rows), parts: rows, url: `/returns?${query}` }
  },
}

async function rejectionsByReason({ db, workspaceId, at, since, reason }: World): Promise<Count[]> {
  const { rows } = await sql<Count>`select h.rejection_reason as key, count(*) as value from handover h
    where h.workspace_id = ${workspaceId} and h.requested_at >= ${since} and h.requested_at <= ${at} and h.state = 'rejected'
      ${reason ? sql`and h.rejection_reason = ${reason}` : sql``}
    group by h.rejection_reason order by 2 desc, 1`.execute(db)
  return rows
}

const sum = (parts: readonly Count[]) => parts.reduce((total, part) => total + part.value, 0)

function handovers({ state, from, reason }: { state?: string; from: string; reason?: string | null }): string {
  const query = new URLSearchParams({ report: 'handovers', from, ...(state && { state }), ...(reason && { reason }) })
  return `/results/records?${query}`
}
