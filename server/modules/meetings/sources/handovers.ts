import { sql } from 'kysely'
import type { AgendaSource } from '../agenda-source.ts'

type Overdue = {
  id: string
  name: string
  handRaise: boolean
  dueAt: Date
  assigneeId: string | null
  salesId: string | null
}

/** Leads that sales has not accepted in time, those that wait longest first. */
export const overdueHandovers: AgendaSource = async (db, workspaceId, at, { limit }) => {
  const { rows } = await sql<Overdue>`with late as materialized (
      select h.id, h.subject_id, h.hand_raise, h.due_at, h.assignee_id from handover h
      where h.workspace_id = ${workspaceId} and h.state = 'pending' and h.due_at < ${at} order by h.due_at, h.id limit ${limit})
    select l.id, coalesce(nullif(c.full_name, ''), c.email, c.phone, '–') as name, l.hand_raise, l.due_at, l.assignee_id,
      (select d.id from department d where d.workspace_id = ${workspaceId} and d.key = 'sales' and d.deleted_at is null) as sales_id
    from late l join contact c on c.workspace_id = ${workspaceId} and c.subject_id = l.subject_id`.execute(db)
  return rows.map(({ id, name, handRaise, dueAt, assigneeId, salesId }) => ({
    key: `handover_overdue:${id}`,
    kind: 'handover_overdue',
    title: name,
    params: {},
    severity: handRaise ? 'critical' : 'major',
    since: dueAt,
    amountCents: null,
    url: `/inbox?id=${id}`,
    departmentIds: salesId ? [salesId] : [],
    ownerId: assigneeId,
  }))
}

const windowDays = 30
const sampled = 5000
const fewest = 5
const shareThatMatters = 0.2
const shareThatAlarms = 0.4

/** Reasons for which at least a fifth of the last thirty days' leads came back: of the latest 5,000 at most. */
export const recurringRejections: AgendaSource = async (db, workspaceId, at) => {
  const from = new Date(at.getTime() - windowDays * 86_400_000)
  const { rows } = await sql<{
    reason: string
    count: number
    total: number
    since: Date
  }>`with recent as materialized (
      select rejection_reason, decided_at from handover
      where workspace_id = ${workspaceId} and requested_at >= ${from} and requested_at <= ${at} order by requested_at desc, id desc limit ${sampled})
    select rejection_reason as reason, count(*)::int as count, (select count(*)::int from recent) as total, min(decided_at) as since
    from recent where rejection_reason is not null group by rejection_reason`.execute(db)
  return rows
    .filter(({ count, total }) => count >= fewest && count / total >= shareThatMatters)
    .map(({ reason, count, total, since }) => ({
      key: `rejections:${reason}`,
      kind: 'rejections',
      title: reason,
      params: { reason, count, percent: Math.round((100 * count) / total) },
      severity: count / total >= shareThatAlarms ? ('critical' as const) : ('major' as const),
      since,
      amountCents: null,
      url: '/inbox/outcomes',
      departmentIds: [],
      ownerId: null,
    }))
}
