import { sql } from 'kysely'
import type { Idea, ideasRoutes } from '#contract/ideas.ts'
import { startOfLocalDay } from '#kernel/calendar/zone.ts'
import type { Tx } from '#kernel/db.ts'
import { record } from '#kernel/events.ts'
import { type Ctx, type Handlers, requireVersion } from '#kernel/http.ts'
import { asLocale, translate } from '#kernel/i18n.ts'
import { Problem } from '#kernel/problem.ts'
import { calendarOf, membersById } from '#modules/accounts/public.ts'
import { createTasks } from '#modules/activities/public.ts'
import { factsOf, lockIdea, type Row, readIdea, type State } from './select-ideas.ts'

type Experiment = Parameters<Handlers<typeof ideasRoutes>['PUT /ideas/:id/experiment']>[1]['body']
type Result = Parameters<Handlers<typeof ideasRoutes>['POST /ideas/:id/result']>[1]['body']

export const chooseIdea = (ctx: Ctx, id: string) => step(ctx, id, ['proposed'], 'chosen', 'idea.chosen')
export const unchooseIdea = (ctx: Ctx, id: string) => step(ctx, id, ['chosen'], 'proposed', 'idea.unchosen')
export const adoptIdea = (ctx: Ctx, id: string) => step(ctx, id, ['result'], 'adopted', 'idea.adopted')
export const archiveIdea = (ctx: Ctx, id: string) =>
  step(ctx, id, ['proposed', 'chosen', 'experiment', 'result', 'adopted'], 'archived', 'idea.archived')

/** As far as it had come. */
export const unarchiveIdea = (ctx: Ctx, id: string) =>
  step(ctx, id, ['archived'], (idea) => idea.archivedFrom ?? 'proposed', 'idea.unarchived')

/** Sets up what is tried, by whom and until when; on the last day the owner finds a task to write the result down. */
export const setExperiment = (ctx: Ctx, id: string, given: Experiment): Promise<Idea> =>
  ctx.transact(async (tx) => {
    const { actor } = ctx
    const { workspaceId } = actor
    const at = ctx.clock.now()
    const idea = await lockIn(ctx, tx, id, ['proposed', 'chosen', 'experiment'])
    await requireSound(tx, workspaceId, given)
    const { hypothesis, measure, startsOn, endsOn, ownerId, campaignId = null } = given
    await sql`update idea set state = 'experiment', hypothesis = ${hypothesis}, measure = ${measure}, starts_on = ${startsOn},
        ends_on = ${endsOn}, owner_id = ${ownerId}, tried_in_campaign_id = ${campaignId}, updated_at = ${at}, version = version + 1
      where workspace_id = ${workspaceId} and id = ${id}`.execute(tx)
    const data = { ...factsOf(idea), startsOn, endsOn, ownerId }
    await record(tx, actor, at, 'idea.experiment_set', data, [id, ...(campaignId ? [campaignId] : [])])
    await askForResult(ctx, tx, idea, given)
    return readIdea(tx, actor, id)
  })

export const noteResult = (ctx: Ctx, id: string, { outcome, number = null, learning }: Result): Promise<Idea> =>
  ctx.transact(async (tx) => {
    const { actor } = ctx
    const at = ctx.clock.now()
    const idea = await lockIn(ctx, tx, id, ['experiment'])
    await sql`update idea set state = 'result', outcome = ${outcome}, result_number = ${number}, learning = ${learning},
        result_at = ${at}, result_by = ${actor.id}, updated_at = ${at}, version = version + 1
      where workspace_id = ${actor.workspaceId} and id = ${id}`.execute(tx)
    await record(tx, actor, at, 'idea.result_noted', { ...factsOf(idea), outcome }, [id])
    return readIdea(tx, actor, id)
  })

type StepEvent = 'idea.chosen' | 'idea.unchosen' | 'idea.adopted' | 'idea.archived' | 'idea.unarchived'

const step = (
  ctx: Ctx,
  id: string,
  from: readonly State[],
  to: State | ((idea: Row) => State),
  name: StepEvent,
): Promise<Idea> =>
  ctx.transact(async (tx) => {
    const { actor } = ctx
    const at = ctx.clock.now()
    const idea = await lockIn(ctx, tx, id, from)
    const state = typeof to === 'function' ? to(idea) : to
    const archivedFrom = state === 'archived' ? idea.state : null
    await sql`update idea set state = ${state}, archived_from = ${archivedFrom}, updated_at = ${at}, version = version + 1
      where workspace_id = ${actor.workspaceId} and id = ${id}`.execute(tx)
    await record(tx, actor, at, name, factsOf(idea), [id])
    return readIdea(tx, actor, id)
  })

async function lockIn(ctx: Ctx, tx: Tx, id: string, states: readonly State[]): Promise<Row> {
  const idea = await lockIdea(tx, ctx.actor, id)
  requireVersion(ctx, idea.version)
  if (!states.includes(idea.state)) throw new Problem('invalid_transition')
  return idea
}

async function requireSound(tx: Tx, workspaceId: string, { startsOn, endsOn, ownerId, campaignId }: Experiment) {
  const known = await membersById(tx, workspaceId, [ownerId])
  const { rows } = await sql`select 1 from campaign
    where workspace_id = ${workspaceId} and id = ${campaignId ?? null} and deleted_at is null`.execute(tx)
  const errors = [
    ...(endsOn < startsOn ? [{ pointer: '/endsOn', rule: 'period_order' }] : []),
    ...(known.get(ownerId)?.isActive ? [] : [{ pointer: '/ownerId', rule: 'unknown_member' }]),
    ...(campaignId && rows.length === 0 ? [{ pointer: '/campaignId', rule: 'unknown_record' }] : []),
  ]
  if (errors.length > 0) throw new Problem('unprocessable', {}, errors)
}

/** One task for each last day that was set, in the language of the company, due at noon of that day. */
async function askForResult(ctx: Ctx, tx: Tx, idea: Row, { endsOn, ownerId }: Experiment) {
  const { actor } = ctx
  const calendar = await calendarOf(tx, actor.workspaceId)
  const { rows } = await sql<{ locale: string }>`select locale from workspace where id = ${actor.workspaceId}`.execute(
    tx,
  )
  const noon = startOfLocalDay(calendar.timeZone, endsOn).getTime() + 12 * 3_600_000
  await createTasks(tx, actor, ctx.clock.now(), [
    {
      title: translate(asLocale(rows[0]?.locale), 'ideas.tasks.result', { idea: idea.title }),
      kind: 'to_do',
      dueAt: new Date(noon),
      assigneeId: ownerId,
      dedupeKey: `idea_experiment:${idea.id}:${endsOn}`,
    },
  ])
}
