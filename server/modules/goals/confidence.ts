import { sql } from 'kysely'
import type { GoalHealth } from '#contract/goal-parts.ts'
import type { Goal } from '#contract/goals.ts'
import { localDate } from '#kernel/calendar/zone.ts'
import type { Db, Tx } from '#kernel/db.ts'
import { record } from '#kernel/events.ts'
import { type Ctx, requireVersion } from '#kernel/http.ts'
import { decodeCursor, toPage } from '#kernel/page.ts'
import { Problem } from '#kernel/problem.ts'
import { calendarOf } from '#modules/accounts/public.ts'
import { completeTasks } from '#modules/activities/public.ts'
import { factsOf, lockGoal, readGoal, readRow } from './select-goals.ts'
import { confidenceOf, weekOf } from './week.ts'

type Given = { level: number; sentence: string; departmentId?: string }

/** An owner's word for this ISO week; said again it replaces the first. The reminder is ticked off with the last goal. */
export const giveConfidence = (ctx: Ctx, id: string, given: Given): Promise<Goal> =>
  ctx.transact(async (tx) => {
    const { actor } = ctx
    const { workspaceId } = actor
    const at = ctx.clock.now()
    const goal = await lockGoal(tx, workspaceId, id)
    requireVersion(ctx, goal.version)
    const sentence = given.sentence.trim()
    if (sentence === '') throw new Problem('unprocessable', {}, [{ pointer: '/sentence', rule: 'required' }])
    const mine = goal.owners.filter(({ ownerId }) => ownerId === actor.id)
    const seat = given.departmentId ? mine.find((one) => one.departmentId === given.departmentId) : mine[0]
    if (!seat) throw new Problem('only_owners_say')
    if (!given.departmentId && mine.length > 1)
      throw new Problem('unprocessable', {}, [{ pointer: '/departmentId', rule: 'which_department' }])
    const today = localDate((await calendarOf(tx, workspaceId)).timeZone, at)
    if (today < goal.fromOn || today > goal.toOn)
      throw new Problem('unprocessable', {}, [{ pointer: '/level', rule: 'outside_period' }])
    const week = weekOf(today)
    await sql`insert into goal_confidence (workspace_id, goal_id, week, department_id, member_id, level, sentence, at)
      values (${workspaceId}, ${id}, ${week}, ${seat.departmentId}, ${actor.id}, ${given.level}, ${sentence}, ${at})
      on conflict (workspace_id, goal_id, week, department_id) do update set member_id = excluded.member_id, level = excluded.level,
        sentence = excluded.sentence, at = excluded.at`.execute(tx)
    const { departmentId, departmentName } = seat
    const data = { ...factsOf(goal), departmentId, departmentName, level: given.level }
    await record(tx, actor, at, 'goal.confidence_given', data, [id])
    if ((await dueOf(tx, workspaceId, actor.id, today)).length === 0) {
      const { rows } = await sql<{ id: string }>`select id from task
        where workspace_id = ${workspaceId} and dedupe_key = ${reminderKey(week, actor.id)} and state = 'open'`.execute(
        tx,
      )
      await completeTasks(
        tx,
        actor,
        at,
        rows.map((task) => task.id),
      )
    }
    return readGoal(tx, workspaceId, id, at)
  })

export const reminderKey = (week: string, memberId: string) => `goal_confidence ${week} ${memberId}`

type Due = {
  goalId: string
  name: string
  departmentId: string
  departmentName: string
  progress: number | null
  expected: number
  health: GoalHealth
  others: { departmentName: string; level: number }[]
}
const mostDue = 50

/** Seats of a member in running goals for which nothing has been said in the week of `today`. */
export async function dueOf(db: Db | Tx, workspaceId: string, memberId: string, today: string): Promise<Due[]> {
  const week = weekOf(today)
  const { rows } =
    await sql<Due>`select g.id as goal_id, g.name, o.department_id, d.name as department_name, g.progress, g.expected, g.health,
      coalesce((select jsonb_agg(jsonb_build_object('departmentName', od.name, 'level', c.level) order by od.name) from goal_confidence c
        join department od on od.workspace_id = c.workspace_id and od.id = c.department_id
        where c.workspace_id = ${workspaceId} and c.goal_id = g.id and c.week = ${week}), '[]'::jsonb) as others
    from goal_owner o
    join goal g on g.workspace_id = o.workspace_id and g.id = o.goal_id and g.deleted_at is null
    join department d on d.workspace_id = o.workspace_id and d.id = o.department_id and d.deleted_at is null
    where o.workspace_id = ${workspaceId} and o.owner_id = ${memberId}::uuid and g.from_on <= ${today} and g.to_on >= ${today}
      and not exists (select 1 from goal_confidence c where c.workspace_id = ${workspaceId} and c.goal_id = g.id and c.week = ${week}
        and c.department_id = o.department_id)
    order by g.to_on, g.name, o.position limit ${mostDue}`.execute(db)
  return rows
}

export async function listDue({ db, actor, clock }: Ctx) {
  const today = localDate((await calendarOf(db, actor.workspaceId)).timeZone, clock.now())
  return { items: await dueOf(db, actor.workspaceId, actor.id, today), next: null, week: weekOf(today) }
}

export async function listConfidence(
  { db, actor }: Ctx,
  id: string,
  { after, limit = 50 }: { after?: string; limit?: number },
) {
  await readRow(db, actor.workspaceId, id)
  const cursor = decodeCursor(after, 2)
  const rows = await confidenceOf(
    db,
    actor.workspaceId,
    sql`c.goal_id = ${id}
      ${cursor ? sql`and (c.week, c.department_id) < (${cursor[0]}::date, ${cursor[1]}::uuid)` : sql``}
      order by c.week desc, c.department_id desc limit ${limit + 1}`,
  )
  return toPage(
    rows,
    limit,
    (row) => row,
    (row) => [row.week, row.departmentId],
  )
}
