import { sql } from 'kysely'
import type { Tx } from '#kernel/db.ts'
import type { Actor } from '#kernel/events.ts'
import { translate } from '#kernel/i18n.ts'
import { createTasks } from '#modules/activities/public.ts'
import { describeNodes, keyOf } from '#modules/impacts/public.ts'
import { localeOf } from './locale-of.ts'
import { nodeOfAsset } from './nodes.ts'
import type { Severity, Verdict } from './rules/judge.ts'
import type { ClaimRow } from './select-claims.ts'

type Drifted = { row: ClaimRow; verdict: Verdict }
const hour = 3_600_000
const within: Record<Severity, number> = { critical: 4 * hour, major: 24 * hour, minor: 72 * hour }

/** One task for each owner of texts whose claims have drifted by themselves: time passed, or they were wrong from the beginning. */
export async function announceDrift(tx: Tx, actor: Actor, at: Date, drifted: readonly Drifted[]): Promise<void> {
  if (drifted.length === 0) return
  const { workspaceId } = actor
  const locale = await localeOf(tx, workspaceId)
  const described = await describeNodes(
    tx,
    workspaceId,
    drifted.map(({ row }) => nodeOfAsset(row)),
  )
  const assetOf = ({ row }: Drifted) => described.get(keyOf(nodeOfAsset(row)))
  const groups = [...Map.groupBy(drifted, (one) => assetOf(one)?.ownerId ?? null)]
  const made = await createTasks(
    tx,
    actor,
    at,
    groups.map(([ownerId, own]) => ({
      title: translate(locale, 'claims.task.title', { count: own.length, name: assetOf(own[0]!)?.name ?? '' }),
      body: own
        .map(({ row, verdict }) =>
          translate(locale, 'claims.task.line', {
            asset: described.get(keyOf(nodeOfAsset(row)))?.name ?? '',
            label: row.attributeLabel,
            stated: [row.statedValue, row.unit].filter((part) => part).join(' '),
            current: [verdict.currentValue, verdict.currentUnit].filter((part) => part).join(' ') || '–',
          }),
        )
        .join('\n'),
      kind: 'fix_data' as const,
      priority: 'high' as const,
      dueAt: new Date(at.getTime() + Math.min(...own.map(({ verdict }) => within[verdict.severity]))),
      assigneeId: ownerId,
      departmentKey: ownerId ? null : ('marketing' as const),
    })),
  )
  const links = groups.flatMap(([, own], index) => own.map(({ row }) => ({ id: row.id, task_id: made[index] })))
  await sql`update claim c set task_id = n.task_id from jsonb_to_recordset(${JSON.stringify(links)}::jsonb) as n(id uuid, task_id uuid)
    where c.workspace_id = ${workspaceId} and c.id = n.id`.execute(tx)
}
