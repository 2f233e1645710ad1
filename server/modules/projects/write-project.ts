import { sql } from 'kysely'
import type { Project, projectsRoutes, RunsOn } from '#contract/projects.ts'
import { changesOf } from '#kernel/changes.ts'
import type { Tx } from '#kernel/db.ts'
import { record } from '#kernel/events.ts'
import { type Ctx, type Handlers, requireVersion } from '#kernel/http.ts'
import { newId } from '#kernel/id.ts'
import { filled, invalid, Problem } from '#kernel/problem.ts'
import { searchText } from '#kernel/text.ts'
import { bothTeams } from '#modules/accounts/public.ts'
import { writeSeats } from './seats.ts'
import { factsOf, lockProject, type Row, readProject, runsOnOf } from './select-projects.ts'

type Input = Handlers<typeof projectsRoutes>
type Given = Parameters<Input['POST /projects']>[1]['body']
type Change = Parameters<Input['PATCH /projects/:id']>[1]['body']

const everything: RunsOn = { meetings: true, checklist: true, training: true }
const toDepartment = ({ departmentId }: { departmentId: string }) => departmentId

/** Begins a project. Throws 400 when it runs on nothing, 422 on unknown departments and owners. */
export const createProject = (ctx: Ctx, given: Given): Promise<Project> =>
  ctx.transact(async (tx) => {
    const { actor } = ctx
    const at = ctx.clock.now()
    const id = newId()
    const facts = checked({ purpose: '', startsOn: null, endsOn: null, runsOn: everything, ...given })
    const departmentIds = given.departmentIds ?? (await bothTeams(tx, actor.workspaceId, actor.id)).map(toDepartment)
    if (departmentIds.length === 0) throw invalid('/departmentIds', 'required')
    await sql`insert into project (workspace_id, id, name, purpose, runs_on_meetings, runs_on_checklist, runs_on_training, starts_on, ends_on,
        search, created_by, created_at, updated_at)
      values (${actor.workspaceId}, ${id}, ${facts.name}, ${facts.purpose}, ${facts.runsOn.meetings}, ${facts.runsOn.checklist},
        ${facts.runsOn.training}, ${facts.startsOn}, ${facts.endsOn}, ${searchText(facts.name, facts.purpose)}, ${actor.id}, ${at}, ${at})`.execute(
      tx,
    )
    await writeSeats(tx, actor.workspaceId, id, departmentIds, given.owners ?? [])
    await record(tx, actor, at, 'project.created', factsOf({ id, name: facts.name }), [id])
    return readProject(tx, actor.workspaceId, id)
  })

/** Changes facts. What stays the same makes no new version and no event. */
export const updateProject = (ctx: Ctx, id: string, given: Change): Promise<Project> =>
  ctx.transact(async (tx) => {
    const { actor } = ctx
    const at = ctx.clock.now()
    const old = await lockProject(tx, actor.workspaceId, id)
    requireVersion(ctx, old.version)
    const changes = changesOf({ ...old, runsOn: runsOnOf(old) }, given)
    if (Object.keys(changes).length > 0) {
      await write(tx, actor.workspaceId, at, old, given)
      const name = given.name?.trim() ?? old.name
      await record(tx, actor, at, 'project.updated', { ...factsOf({ id, name }), changes }, [id])
    }
    return readProject(tx, actor.workspaceId, id)
  })

async function write(tx: Tx, workspaceId: string, at: Date, old: Row, given: Change) {
  const facts = checked({ ...old, runsOn: runsOnOf(old), ...given })
  await sql`update project set name = ${facts.name}, purpose = ${facts.purpose}, runs_on_meetings = ${facts.runsOn.meetings},
      runs_on_checklist = ${facts.runsOn.checklist}, runs_on_training = ${facts.runsOn.training}, starts_on = ${facts.startsOn},
      ends_on = ${facts.endsOn}, search = ${searchText(facts.name, facts.purpose)}, updated_at = ${at}, version = version + 1
    where workspace_id = ${workspaceId} and id = ${old.id}`.execute(tx)
  if (!given.departmentIds && !given.owners) return
  const departmentIds = given.departmentIds ?? old.departmentIds
  const owners = given.owners ?? old.owners.filter((owner) => departmentIds.includes(owner.departmentId))
  await writeSeats(tx, workspaceId, old.id, departmentIds, owners)
}

type Facts = { name: string; purpose: string; runsOn: RunsOn; startsOn: string | null; endsOn: string | null }

function checked({ purpose, runsOn, startsOn, endsOn, ...given }: Facts): Facts {
  const name = filled(given.name, '/name')
  if (!runsOn.meetings && !runsOn.checklist && !runsOn.training) throw invalid('/runsOn', 'runs_on_nothing')
  if (startsOn && endsOn && endsOn < startsOn)
    throw new Problem('unprocessable', {}, [{ pointer: '/endsOn', rule: 'period_order' }])
  return { name, purpose: purpose.trim(), runsOn, startsOn, endsOn }
}
