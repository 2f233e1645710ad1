import { sql } from 'kysely'
import type { Goal, goalsRoutes } from '#contract/goals.ts'
import { addDays, localDate } from '#kernel/calendar/zone.ts'
import { changesOf } from '#kernel/changes.ts'
import type { Tx } from '#kernel/db.ts'
import { record } from '#kernel/events.ts'
import { type Ctx, type Handlers, requireVersion } from '#kernel/http.ts'
import { newId } from '#kernel/id.ts'
import { filled, invalid, Problem } from '#kernel/problem.ts'
import { searchText } from '#kernel/text.ts'
import { bothTeams, calendarOf } from '#modules/accounts/public.ts'
import { requireProject } from '#modules/projects/public.ts'
import { measureUpwards } from './measure-goals.ts'
import { factsOf, lockGoal, type Row, readGoal } from './select-goals.ts'
import { type Plan, requirePlan, settleMeasure } from './validate.ts'

type Routes = Handlers<typeof goalsRoutes>
type Given = Parameters<Routes['POST /goals']>[1]['body']
type Change = Parameters<Routes['PATCH /goals/:id']>[1]['body']

/** A goal whose end nobody names: three months with its first day. */
const usualDays = 90

/** Sets a goal and measures it at once, the days before today included. */
export const createGoal = (ctx: Ctx, given: Given): Promise<Goal> =>
  ctx.transact(async (tx) => {
    const { actor } = ctx
    const { workspaceId } = actor
    const at = ctx.clock.now()
    const name = filled(given.name, '/name')
    const { startValue = 0, targetValue, parentId = null } = given
    const from = given.from ?? localDate((await calendarOf(tx, workspaceId)).timeZone, at)
    const to = given.to ?? addDays(from, usualDays)
    const owners = given.owners ?? (await bothTeams(tx, workspaceId, actor.id))
    if (owners.length === 0) throw invalid('/owners', 'required')
    const settled = settleMeasure(given.measure ?? { kind: 'manual' }, given.unit)
    await requireProject(tx, workspaceId, given.projectId)
    await requirePlan(tx, workspaceId, null, { ...settled, from, to, startValue, targetValue, owners, parentId })
    const id = newId()
    await sql`insert into goal (workspace_id, id, parent_id, project_id, name, why, from_on, to_on, measure, unit, unit_label, start_value,
        target_value, search, created_by, created_at, updated_at)
      values (${workspaceId}, ${id}, ${parentId}, ${given.projectId ?? null}, ${name}, ${given.why?.trim() ?? ''}, ${from}, ${to},
        ${JSON.stringify(settled.measure)}::jsonb, ${settled.unit}, ${given.unitLabel?.trim() || null}, ${startValue}, ${targetValue},
        ${searchText(name)}, ${actor.id}, ${at}, ${at})`.execute(tx)
    await writeOwners(tx, workspaceId, id, owners)
    await record(tx, actor, at, 'goal.created', { ...factsOf({ id, name }), parentId }, [id])
    await measureUpwards(tx, workspaceId, id, at)
    return readGoal(tx, workspaceId, id, at)
  })

/** A goal measured otherwise is measured anew from its first day. */
export const updateGoal = (ctx: Ctx, id: string, given: Change): Promise<Goal> =>
  ctx.transact(async (tx) => {
    const { actor } = ctx
    const { workspaceId } = actor
    const at = ctx.clock.now()
    const old = await lockGoal(tx, workspaceId, id)
    requireVersion(ctx, old.version)
    const changes = changesBy(old, given)
    if (Object.keys(changes).length === 0) return readGoal(tx, workspaceId, id, at)
    const next = nextOf(old, given)
    if (given.projectId !== undefined) await requireProject(tx, workspaceId, given.projectId)
    // Who has left since may stay an owner until somebody names another.
    const owners = given.owners ?? []
    await requirePlan(tx, workspaceId, id, { ...next, owners, parentId: changes.parentId ? next.parentId : null })
    const isOther = ['from', 'to', 'measure', 'unit', 'startValue', 'targetValue', 'projectId'].some(
      (field) => changes[field],
    )
    await sql`update goal set parent_id = ${next.parentId}, project_id = ${next.projectId}, name = ${next.name}, why = ${next.why},
        from_on = ${next.from}, to_on = ${next.to}, measure = ${JSON.stringify(next.measure)}::jsonb, unit = ${next.unit},
        unit_label = ${next.unitLabel}, start_value = ${next.startValue}, target_value = ${next.targetValue}, search = ${searchText(next.name)},
        measured_at = ${isOther ? null : old.measuredAt}, updated_at = ${at}, version = version + 1
      where workspace_id = ${workspaceId} and id = ${id}`.execute(tx)
    if (given.owners) await writeOwners(tx, workspaceId, id, given.owners)
    if (isOther) await sql`delete from goal_day where workspace_id = ${workspaceId} and goal_id = ${id}`.execute(tx)
    await record(tx, actor, at, 'goal.updated', { ...factsOf(next), changes }, [id])
    if (isOther || changes.parentId) await measureUpwards(tx, workspaceId, id, at)
    return readGoal(tx, workspaceId, id, at)
  })

export const deleteGoal = (ctx: Ctx, id: string): Promise<void> =>
  ctx.transact(async (tx) => {
    const { actor } = ctx
    const at = ctx.clock.now()
    const old = await lockGoal(tx, actor.workspaceId, id)
    requireVersion(ctx, old.version)
    const { rows } = await sql`select 1 from goal
      where workspace_id = ${actor.workspaceId} and parent_id = ${id} and deleted_at is null limit 1`.execute(tx)
    if (rows.length > 0) throw new Problem('goal_has_children')
    await sql`update goal set deleted_at = ${at}, updated_at = ${at}, version = version + 1
      where workspace_id = ${actor.workspaceId} and id = ${id}`.execute(tx)
    await record(tx, actor, at, 'goal.deleted', factsOf(old), [id])
  })

export const restoreGoal = (ctx: Ctx, id: string): Promise<Goal> =>
  ctx.transact(async (tx) => {
    const { actor } = ctx
    const { workspaceId } = actor
    const at = ctx.clock.now()
    const { rows } = await sql<{
      isDeleted: boolean
      name: string
      hasParent: boolean
    }>`select g.deleted_at is not null as is_deleted, g.name,
        exists (select 1 from goal p where p.workspace_id = ${workspaceId} and p.id = g.parent_id and p.deleted_at is null) as has_parent
      from goal g where g.workspace_id = ${workspaceId} and g.id = ${id} for update`.execute(tx)
    const goal = rows[0]
    if (!goal) throw new Problem('not_found')
    if (!goal.isDeleted) return readGoal(tx, workspaceId, id, at)
    await sql`update goal set deleted_at = null, parent_id = case when ${goal.hasParent} then parent_id end, updated_at = ${at}, version = version + 1
      where workspace_id = ${workspaceId} and id = ${id}`.execute(tx)
    await record(tx, actor, at, 'goal.restored', factsOf({ id, name: goal.name }), [id])
    await measureUpwards(tx, workspaceId, id, at)
    return readGoal(tx, workspaceId, id, at)
  })

function nextOf(old: Row, given: Change) {
  const { measure, unit } =
    given.measure || given.unit
      ? settleMeasure(given.measure ?? old.measure, given.unit ?? old.unit)
      : { measure: old.measure, unit: old.unit }
  const pick = <T>(value: T | undefined, before: T): T => (value === undefined ? before : value)
  return {
    id: old.id,
    name: given.name === undefined ? old.name : filled(given.name, '/name'),
    why: given.why === undefined ? old.why : given.why.trim(),
    from: given.from ?? old.fromOn,
    to: given.to ?? old.toOn,
    measure,
    unit,
    unitLabel: given.unitLabel === undefined ? old.unitLabel : given.unitLabel?.trim() || null,
    startValue: given.startValue ?? old.startValue,
    targetValue: given.targetValue ?? old.targetValue,
    parentId: pick(given.parentId, old.parentId),
    projectId: pick(given.projectId, old.projectId),
  }
}

/** What really changes of what is given. */
function changesBy(old: Row, given: Change): Record<string, unknown[]> {
  const before = {
    ...old,
    from: old.fromOn,
    to: old.toOn,
    owners: old.owners.map(({ departmentId, ownerId }) => ({ departmentId, ownerId })),
  }
  const next: Record<string, unknown> = { ...given, ...(given.measure && nextOf(old, given)), owners: given.owners }
  return changesOf(before, Object.fromEntries(Object.keys(given).map((field) => [field, next[field]])))
}

async function writeOwners(tx: Tx, workspaceId: string, id: string, owners: Plan['owners']) {
  await sql`delete from goal_owner where workspace_id = ${workspaceId} and goal_id = ${id}`.execute(tx)
  await sql`insert into goal_owner (workspace_id, goal_id, department_id, position, owner_id)
    select ${workspaceId}::uuid, ${id}::uuid, o."departmentId", o.position, o."ownerId"
    from jsonb_to_recordset(${JSON.stringify(owners.map((owner, position) => ({ ...owner, position })))}::jsonb)
      as o("departmentId" uuid, position integer, "ownerId" uuid)`.execute(tx)
}
