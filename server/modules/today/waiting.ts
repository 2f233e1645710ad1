import { sql } from 'kysely'
import type { Reply } from '#contract/kit.ts'
import type { todayRoutes } from '#contract/today.ts'
import type { Db } from '#kernel/db.ts'
import type { Actor } from '#kernel/events.ts'

type Today = Reply<(typeof todayRoutes)['GET /today']>
type Dated<T, K extends keyof T> = Omit<T, K> & Record<K, Date | number | null>

const shown = 6

/** Leads whose clock runs, mine first and the most urgent first; those of nobody stand below, for whoever is free. */
export async function waitingLeads(db: Db, { workspaceId, id }: Actor, now: Date): Promise<Today['leads']> {
  const { rows: counts } = await sql<{ mine: number; overdue: number; unassigned: number }>`select
      count(*) filter (where assignee_id = ${id}) as mine,
      count(*) filter (where assignee_id = ${id} and clock_at < ${now}) as overdue,
      count(*) filter (where assignee_id is null) as unassigned
    from handover where workspace_id = ${workspaceId} and state = 'pending' and (assignee_id = ${id} or assignee_id is null)`.execute(
    db,
  )
  const { rows } = await sql<
    Dated<Today['leads']['items'][number], 'requestedAt' | 'assignedAt' | 'clockAt'> & { requestedAt: Date }
  >`
    select h.id, h.subject_id as contact_id, coalesce(nullif(c.full_name, ''), c.email, c.phone, '–') as contact_name, co.name as company_name,
      h.temperature, h.hand_raise, h.requested_at, h.assigned_at, h.clock_at
    from handover h
    join contact c on c.workspace_id = ${workspaceId} and c.subject_id = h.subject_id
    left join company co on co.workspace_id = ${workspaceId} and co.id = c.company_id
    where h.workspace_id = ${workspaceId} and h.state = 'pending' and (h.assignee_id = ${id} or h.assignee_id is null)
    order by h.assignee_id is null, h.clock_at, h.id limit ${shown}`.execute(db)
  return {
    ...counts[0]!,
    items: rows.map((row) => ({
      ...row,
      requestedAt: row.requestedAt.toISOString(),
      clockAt: instant(row.clockAt),
      assignedAt: instant(row.assignedAt),
    })),
  }
}

/** My open tasks that are late or due before the end of my day. */
export async function dueTasks(
  db: Db,
  { workspaceId, id }: Actor,
  startOfToday: Date,
  startOfTomorrow: Date,
): Promise<Today['tasks']> {
  const mine = sql`t.workspace_id = ${workspaceId} and t.assignee_id = ${id} and t.state = 'open' and t.deleted_at is null and t.due_at < ${startOfTomorrow}`
  const { rows: counts } = await sql<{ overdue: number; today: number }>`select
      count(*) filter (where t.due_at < ${startOfToday}) as overdue, count(*) filter (where t.due_at >= ${startOfToday}) as today
    from task t where ${mine} and t.workspace_id = ${workspaceId}`.execute(db)
  const { rows } = await sql<
    Dated<Today['tasks']['items'][number], 'dueAt'>
  >`select t.id, t.title, t.kind, t.priority, t.due_at,
      t.subject_id as contact_id, c.full_name as contact_name, t.deal_id
    from task t left join contact c on c.workspace_id = ${workspaceId} and c.subject_id = t.subject_id
    where ${mine} and t.workspace_id = ${workspaceId} order by t.due_at, t.id limit ${shown}`.execute(db)
  return { ...counts[0]!, items: rows.map((row) => ({ ...row, dueAt: instant(row.dueAt) })) }
}

type NotificationRow = Dated<
  Today['notifications']['items'][number],
  'createdAt' | 'readAt' | 'doneAt' | 'snoozedUntil'
> & { createdAt: Date }
export async function newNotifications(db: Db, { workspaceId, id }: Actor, now: Date): Promise<Today['notifications']> {
  const waiting = sql`workspace_id = ${workspaceId} and member_id = ${id} and done_at is null and read_at is null
    and (snoozed_until is null or snoozed_until <= ${now})`
  const { rows: counts } = await sql<{
    unread: number
  }>`select count(*) as unread from notification where ${waiting} and workspace_id = ${workspaceId}`.execute(db)
  const { rows } = await sql<NotificationRow>`select id, kind, params, link, created_at, read_at, done_at, snoozed_until
    from notification where ${waiting} and workspace_id = ${workspaceId} order by id desc limit ${shown}`.execute(db)
  return {
    unread: counts[0]!.unread,
    items: rows.map((row) => ({
      ...row,
      createdAt: row.createdAt.toISOString(),
      readAt: instant(row.readAt),
      doneAt: instant(row.doneAt),
      snoozedUntil: instant(row.snoozedUntil),
    })),
  }
}

/** A clock of a calendar that never opens stands at infinity, which is no instant. */
const instant = (value: Date | number | null): string | null => (value instanceof Date ? value.toISOString() : null)
