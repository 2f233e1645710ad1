import { sql } from 'kysely'
import Type from 'typebox'
import { addDays, localDate, startOfLocalDay } from '#kernel/calendar/zone.ts'
import type { Db } from '#kernel/db.ts'
import { defineJob } from '#kernel/jobs.ts'
import { findProject } from '#modules/projects/public.ts'
import { measureCompany, measureProject } from './components.ts'
import { scoreOf } from './rules/score.ts'
import { scopeOf } from './select-days.ts'

type Workspace = { id: string; timeZone: string }
/** The most days made up for at one go; beyond that a gap stays a gap. */
const mostCaughtUp = 92

/**
 * Every hour: the row of today follows the day until it ends and then stays as it is; days that went by while the program stood
 * still are measured as of their end. Safe to run twice. A day on which nothing is in use has no row.
 */
export const measureDays = defineJob({
  name: 'alignment.measure_days',
  payload: Type.Object({}),
  retry: { limit: 2 },
  pool: 'bulk',
  async run(_, { db, clock }, { signal }) {
    const at = clock.now()
    const { rows } = await sql<Workspace>`select id, time_zone from workspace order by id`.execute(db)
    for (const workspace of rows) {
      const { rows: projects } = await sql<{ id: string }>`select id from project
        where workspace_id = ${workspace.id} and deleted_at is null and state = 'active' order by id`.execute(db)
      for (const projectId of [null, ...projects.map((project) => project.id)]) {
        if (signal.aborted) return
        await measureScope(db, workspace, projectId, at)
      }
    }
  },
})

/** Writes the rows of one scope up to today. */
export async function measureScope(
  db: Db,
  { id, timeZone }: Workspace,
  projectId: string | null,
  at: Date,
): Promise<void> {
  const scopeId = scopeOf(projectId)
  const today = localDate(timeZone, at)
  const { rows } = await sql<{ last: string | null }>`select max(day) as last from alignment_day
    where workspace_id = ${id} and scope_id = ${scopeId}`.execute(db)
  for (const day of daysToMeasure(rows[0]?.last ?? null, today)) {
    const asOf = day === today ? at : new Date(startOfLocalDay(timeZone, addDays(day, 1)).getTime() - 1)
    await measureDay(db, id, projectId, day, asOf)
  }
}

function daysToMeasure(last: string | null, today: string): string[] {
  const first =
    last === null || last >= today ? today : [addDays(last, 1), addDays(today, -mostCaughtUp)].sort().at(-1)!
  const days: string[] = []
  for (let day = first; day <= today; day = addDays(day, 1)) days.push(day)
  return days
}

async function measureDay(db: Db, workspaceId: string, projectId: string | null, day: string, asOf: Date) {
  const project = projectId === null ? null : await findProject(db, workspaceId, projectId)
  if (projectId !== null && project === null) return
  const { values, weights } = project
    ? await measureProject(db, workspaceId, asOf, project)
    : await measureCompany(db, workspaceId, asOf)
  const { score, heldDownBy } = scoreOf(values, weights)
  if (score === null) return
  const used = Object.fromEntries(Object.entries(values).filter(([, value]) => value !== null))
  await sql`insert into alignment_day (workspace_id, scope_id, day, score, held, component_values, computed_at)
    values (${workspaceId}, ${scopeOf(projectId)}, ${day}, ${score}, ${heldDownBy.length > 0}, ${JSON.stringify(used)}::jsonb, ${asOf})
    on conflict (workspace_id, scope_id, day) do update set score = excluded.score, held = excluded.held,
      component_values = excluded.component_values, computed_at = excluded.computed_at`.execute(db)
}
