import { sql } from 'kysely'
import type { AgendaSource } from '../agenda-source.ts'

type Late = {
  impactId: string
  taskKey: string
  name: string
  severity: 'critical' | 'major' | 'minor'
  acknowledgeBy: Date
  ownerId: string | null
  departmentId: string | null
}

/** Changes that somebody should have acknowledged by now. */
export const unacknowledgedImpacts: AgendaSource = async (db, workspaceId, at, { limit }) => {
  const { rows } = await sql<Late>`with late as materialized (
      select t.impact_id, t.task_key, t.acknowledge_by, t.owner_id, t.department_id from impact_task t
      where t.workspace_id = ${workspaceId} and t.acknowledged_at is null and t.acknowledge_by < ${at} order by t.acknowledge_by limit ${limit})
    select l.impact_id, l.task_key, i.cause_name as name, i.severity, l.acknowledge_by, l.owner_id, l.department_id
    from late l join impact i on i.workspace_id = ${workspaceId} and i.id = l.impact_id and i.state = 'open'`.execute(
    db,
  )
  return rows.map((row) => ({
    key: `impact_unacknowledged:${row.impactId}:${row.taskKey}`,
    kind: 'impact_unacknowledged',
    title: row.name,
    params: {},
    severity: row.severity,
    since: row.acknowledgeBy,
    amountCents: null,
    url: `/impacts/${row.impactId}`,
    departmentIds: row.departmentId ? [row.departmentId] : [],
    ownerId: row.ownerId,
  }))
}

type Urgent = {
  id: string
  title: string
  dueAt: Date
  assigneeId: string | null
  departmentId: string | null
  amountCents: number | null
}

/** Tasks of high priority that are late, with the worth of the deal they are about. */
export const urgentTasks: AgendaSource = async (db, workspaceId, at, { limit }) => {
  const { rows } = await sql<Urgent>`with late as materialized (
      select t.id, t.title, t.due_at, t.assignee_id, t.department_id, t.deal_id from task t
      where t.workspace_id = ${workspaceId} and t.state = 'open' and t.priority = 'high' and t.deleted_at is null and t.due_at < ${at}
      order by t.due_at, t.id limit ${limit})
    select l.id, l.title, l.due_at, l.assignee_id, l.department_id, d.amount_cents
    from late l left join deal d on d.workspace_id = ${workspaceId} and d.id = l.deal_id and d.state = 'open'`.execute(
    db,
  )
  return rows.map((row) => ({
    key: `task_overdue:${row.id}`,
    kind: 'task_overdue',
    title: row.title,
    params: {},
    severity: 'major',
    since: row.dueAt,
    amountCents: row.amountCents,
    url: '/tasks',
    departmentIds: row.departmentId ? [row.departmentId] : [],
    ownerId: row.assigneeId,
  }))
}
