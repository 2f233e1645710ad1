import { type RawBuilder, sql } from 'kysely'
import type { GoalHealth } from '#contract/goal-parts.ts'
import { localDate } from '#kernel/calendar/zone.ts'
import type { Ctx } from '#kernel/http.ts'
import { decodeCursor, toPage } from '#kernel/page.ts'
import { invalid } from '#kernel/problem.ts'
import { foldText } from '#kernel/text.ts'
import { calendarOf } from '#modules/accounts/public.ts'
import { pathTo } from './rules/tree.ts'
import { readRow, selectGoals, toRow } from './select-goals.ts'

type Filters = {
  projectId?: string
  ownerId?: string
  departmentId?: string
  period?: 'active' | 'upcoming' | 'past'
}
type Query = Filters & { after?: string; limit?: number; q?: string; parentId?: string; health?: GoalHealth[] }
const mostInTree = 2000

export async function listGoals(ctx: Ctx, { after, limit = 50, q, parentId, health, ...filters }: Query) {
  const { workspaceId } = ctx.actor
  const cursor = decodeCursor(after, 2)
  const parts = [
    ...(await predicates(ctx, filters)),
    ...foldText(q ?? '')
      .split(' ')
      .filter((word) => word !== '')
      .map((word) => sql`g.search like ${`%${word.replace(/[\\%_]/g, '\\$&')}%`}`),
    ...(parentId ? [sql`g.parent_id = ${parentId}::uuid`] : []),
    ...(health?.length ? [sql`g.health = any(${health})`] : []),
    ...(cursor ? [sql`(g.to_on, g.id) < (${cursor[0]}::date, ${cursor[1]}::uuid)`] : []),
  ]
  const { rows } = await selectGoals(
    workspaceId,
    sql`${sql.join(parts, sql` and `)} order by g.to_on desc, g.id desc limit ${limit + 1}`,
  ).execute(ctx.db)
  return toPage(rows, limit, toRow, (row) => [row.toOn, row.id])
}

export async function readTree(ctx: Ctx, filters: Filters) {
  const { workspaceId } = ctx.actor
  const { rows } = await selectGoals(
    workspaceId,
    sql`${sql.join(await predicates(ctx, filters), sql` and `)} order by g.to_on desc, g.id desc limit ${mostInTree + 1}`,
  ).execute(ctx.db)
  const shown = rows.slice(0, mostInTree)
  const parents = new Map(shown.map((row) => [row.id, row.parentId]))
  const depth = new Map(shown.map((row) => [row.id, pathTo(row.id, parents).length]))
  const items = shown.toSorted((a, b) => depth.get(a.id)! - depth.get(b.id)! || (a.name < b.name ? -1 : 1)).map(toRow)
  return { items, next: null, isCut: rows.length > mostInTree }
}

async function predicates(
  ctx: Ctx,
  { projectId, ownerId, departmentId, period }: Filters,
): Promise<RawBuilder<unknown>[]> {
  const { workspaceId } = ctx.actor
  const { timeZone } = await calendarOf(ctx.db, workspaceId)
  const today = localDate(timeZone, ctx.clock.now())
  const when = {
    active: sql`g.from_on <= ${today} and g.to_on >= ${today}`,
    upcoming: sql`g.from_on > ${today}`,
    past: sql`g.to_on < ${today}`,
  }
  return [
    sql`g.deleted_at is null`,
    ...(projectId ? [sql`g.project_id = ${projectId}::uuid`] : []),
    ...(ownerId || departmentId
      ? [
          sql`exists (select 1 from goal_owner o where o.workspace_id = ${workspaceId} and o.goal_id = g.id
            ${ownerId ? sql`and o.owner_id = ${ownerId}::uuid` : sql``}
            ${departmentId ? sql`and o.department_id = ${departmentId}::uuid` : sql``})`,
        ]
      : []),
    ...(period ? [when[period]] : []),
  ]
}

export async function listDays({ db, actor }: Ctx, id: string, { from, to }: { from?: string; to?: string }) {
  const goal = await readRow(db, actor.workspaceId, id)
  const [first, last] = [from ?? goal.fromOn, to ?? goal.toOn]
  if (first > last) throw invalid('/from', 'after_end')
  const { rows: items } = await sql<{
    day: string
    value: number | null
    progress: number | null
    expected: number
    pace: number | null
    health: GoalHealth
  }>`select day, value, progress, expected, pace, health from goal_day
    where workspace_id = ${actor.workspaceId} and goal_id = ${id} and day between ${first} and ${last} order by day`.execute(
    db,
  )
  return { items, next: null }
}
