import { sql } from 'kysely'
import Type from 'typebox'
import type { Severity } from '#contract/kit.ts'
import { workspacesAt } from '#kernel/clock.ts'
import type { Tx } from '#kernel/db.ts'
import { recordMany, systemActor } from '#kernel/events.ts'
import { defineJob } from '#kernel/jobs.ts'
import { notify } from '#modules/platform/public.ts'
import { managersOf, type Responsible } from './responsible.ts'

const batchSize = 200
type Row = Responsible & { impactId: string; causeName: string; severity: Severity; ownerName: string | null }

/** What nobody has acknowledged in time goes to the managers of those who should have, once, also by mail. */
export const escalate = defineJob({
  name: 'impacts.escalate',
  payload: Type.Object({}),
  retry: { limit: 2 },
  pool: 'interactive',
  async run(_, { db, clock }, { signal }) {
    for (const { workspaceId, at } of await workspacesAt(db, clock.now())) {
      for (let done = batchSize; done === batchSize && !signal.aborted; ) {
        done = await db.transaction().execute((tx) => escalateBatch(tx, workspaceId, at))
      }
    }
  },
})

async function escalateBatch(tx: Tx, workspaceId: string, at: Date): Promise<number> {
  const { rows } = await sql<Row>`select t.impact_id, t.task_key, t.owner_id, t.department_id, p.cause_name, p.severity,
      coalesce(m.full_name, d.name) as owner_name
    from impact_task t join impact p on p.workspace_id = t.workspace_id and p.id = t.impact_id
    left join member m on m.workspace_id = t.workspace_id and m.workspace_id = ${workspaceId} and m.id = t.owner_id
    left join department d on d.workspace_id = t.workspace_id and d.workspace_id = ${workspaceId} and d.id = t.department_id
    where t.workspace_id = ${workspaceId} and p.workspace_id = ${workspaceId} and t.acknowledged_at is null and t.escalated_at is null
      and t.acknowledge_by <= ${at}
    order by t.acknowledge_by, t.impact_id, t.task_key limit ${batchSize} for update of t skip locked`.execute(tx)
  if (rows.length === 0) return 0
  await sql`update impact_task t set escalated_at = ${at}
    from unnest(${rows.map((row) => row.impactId)}::uuid[], ${rows.map((row) => row.taskKey)}::text[]) as n(impact_id, task_key)
    where t.workspace_id = ${workspaceId} and t.impact_id = n.impact_id and t.task_key = n.task_key`.execute(tx)
  const managers = await managersOf(tx, workspaceId, rows)
  await recordMany(
    tx,
    systemActor(workspaceId),
    at,
    rows.map(({ impactId, taskKey, causeName, severity, ownerId }) => ({
      name: 'impact.escalated' as const,
      data: { impactId, name: causeName, severity, ownerId, memberIds: managers.get(taskKey) ?? [] },
      subjects: [impactId],
    })),
  )
  await notify(
    tx,
    at,
    workspaceId,
    rows.map(({ impactId, taskKey, causeName, ownerName }) => ({
      memberIds: managers.get(taskKey) ?? [],
      kind: 'impact_escalated',
      params: { name: causeName, owner: ownerName ?? '–' },
      link: `/impacts/${impactId}`,
      dedupeKey: `impact_escalated:${impactId}:${taskKey}`,
      mail: true,
    })),
  )
  return rows.length
}
