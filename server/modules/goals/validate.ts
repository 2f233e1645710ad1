import { sql } from 'kysely'
import type { Measure } from '#contract/goal-parts.ts'
import type { GoalRow } from '#contract/goals.ts'
import { addDays } from '#kernel/calendar/zone.ts'
import type { Tx } from '#kernel/db.ts'
import { type FieldError, Problem } from '#kernel/problem.ts'
import { metricKinds } from './metrics.ts'
import { placeError } from './rules/tree.ts'

type Unit = GoalRow['unit']
export type Plan = {
  from: string
  to: string
  measure: Measure
  unit: Unit
  startValue: number
  targetValue: number
  parentId: string | null
  owners: readonly { departmentId: string; ownerId: string }[]
}

const longestDays = 1827
const refuse = (errors: readonly FieldError[]) => {
  if (errors.length > 0) throw new Problem('unprocessable', {}, errors)
}

/** The measure without what does not concern its kind, and the unit it gives. Throws 422 on what cannot be measured so. */
export function settleMeasure(given: Measure, unit: Unit | undefined): { measure: Measure; unit: Unit } {
  if (given.kind === 'manual') return { measure: { kind: 'manual' }, unit: unit ?? 'number' }
  if (given.kind === 'children') {
    const combine = given.combine ?? 'sum'
    return { measure: { kind: 'children', combine }, unit: combine === 'mean' ? 'percent' : (unit ?? 'number') }
  }
  const { metric } = given
  if (!metric) throw new Problem('unprocessable', {}, [{ pointer: '/measure/metric', rule: 'required' }])
  const kind = metricKinds[metric]
  const filters = (['source', 'campaignId', 'pipelineId', 'familyId'] as const).filter((name) => given[name])
  refuse(
    filters
      .filter((name) => !kind.filters.includes(name))
      .map((name) => ({ pointer: `/measure/${name}`, rule: 'filter_not_possible' })),
  )
  const kept = Object.fromEntries(filters.map((name) => [name, given[name]]))
  return { measure: { kind: 'live', metric, ...kept }, unit: kind.unit }
}

/** Whether the figure only grows from nothing, as counts and sums do. */
export const isFlow = (measure: Measure): boolean =>
  measure.kind === 'live' && measure.metric != null && !metricKinds[measure.metric].isRate

/** Throws 422 with everything that is wrong; 409 `goal_circular` where the goal would hang below itself. */
export async function requirePlan(tx: Tx, workspaceId: string, id: string | null, plan: Plan): Promise<void> {
  const errors: FieldError[] = []
  if (plan.to <= plan.from) errors.push({ pointer: '/to', rule: 'period_order' })
  else if (plan.to > addDays(plan.from, longestDays)) errors.push({ pointer: '/to', rule: 'period_too_long' })
  if (plan.startValue === plan.targetValue) errors.push({ pointer: '/targetValue', rule: 'target_is_start' })
  if (plan.startValue !== 0 && (isFlow(plan.measure) || plan.measure.combine === 'mean'))
    errors.push({ pointer: '/startValue', rule: 'start_is_zero' })
  refuse([
    ...errors,
    ...(await ownerErrors(tx, workspaceId, plan.owners)),
    ...(await filterErrors(tx, workspaceId, plan)),
  ])
  if (plan.parentId) await requirePlace(tx, workspaceId, id, plan.parentId)
}

async function ownerErrors(tx: Tx, workspaceId: string, owners: Plan['owners']): Promise<FieldError[]> {
  const { rows } = await sql<{
    departmentId: string
    memberId: string
  }>`select md.department_id, md.member_id from member_department md
    join member m on m.workspace_id = md.workspace_id and m.id = md.member_id and m.removed_at is null
    join department d on d.workspace_id = md.workspace_id and d.id = md.department_id and d.deleted_at is null
    where md.workspace_id = ${workspaceId} and md.member_id = any(${owners.map((one) => one.ownerId)}::uuid[])`.execute(
    tx,
  )
  const belongs = new Set(rows.map((row) => `${row.departmentId} ${row.memberId}`))
  return owners.flatMap(({ departmentId, ownerId }, index): FieldError[] => {
    if (owners.findIndex((one) => one.departmentId === departmentId) < index)
      return [{ pointer: `/owners/${index}/departmentId`, rule: 'duplicate_value' }]
    return belongs.has(`${departmentId} ${ownerId}`)
      ? []
      : [{ pointer: `/owners/${index}/ownerId`, rule: 'not_in_department' }]
  })
}

async function filterErrors(tx: Tx, workspaceId: string, { measure }: Plan): Promise<FieldError[]> {
  const { campaignId = null, pipelineId = null, familyId = null } = measure
  if (!campaignId && !pipelineId && !familyId) return []
  const { rows } = await sql<Record<'campaignId' | 'pipelineId' | 'familyId', boolean>>`select
    exists (select 1 from campaign where workspace_id = ${workspaceId} and id = ${campaignId}::uuid and deleted_at is null) as campaign_id,
    exists (select 1 from pipeline where workspace_id = ${workspaceId} and id = ${pipelineId}::uuid) as pipeline_id,
    exists (select 1 from product_family where workspace_id = ${workspaceId} and id = ${familyId}::uuid) as family_id`.execute(
    tx,
  )
  const given = { campaignId, pipelineId, familyId }
  return (['campaignId', 'pipelineId', 'familyId'] as const)
    .filter((name) => given[name] && !rows[0]?.[name])
    .map((name) => ({ pointer: `/measure/${name}`, rule: 'unknown_record' }))
}

/** Held to the end of the transaction: two goals hung below each other at the same time would close a circle. */
const treeLock = 7264641

async function requirePlace(tx: Tx, workspaceId: string, id: string | null, parentId: string): Promise<void> {
  await sql`select pg_advisory_xact_lock(${treeLock}, hashtext(${workspaceId}))`.execute(tx)
  const { rows: nodes } = await sql<{ id: string; parentId: string | null }>`select id, parent_id from goal
    where workspace_id = ${workspaceId} and deleted_at is null`.execute(tx)
  if (!nodes.some((node) => node.id === parentId)) refuse([{ pointer: '/parentId', rule: 'unknown_record' }])
  const error = placeError(id, parentId, nodes)
  if (error === 'circular') throw new Problem('goal_circular')
  if (error === 'too_deep') refuse([{ pointer: '/parentId', rule: 'goal_too_deep' }])
}
