import { sql } from 'kysely'
import type { Completion } from '#contract/training-parts.ts'
import type { trainingsRoutes } from '#contract/trainings.ts'
import { timeZoneOf } from '#kernel/calendar/time-zone.ts'
import { startOfLocalDay } from '#kernel/calendar/zone.ts'
import { record } from '#kernel/events.ts'
import type { Ctx, Handlers } from '#kernel/http.ts'
import { filled, Problem } from '#kernel/problem.ts'
import { requireRun } from '../access.ts'
import { factsOf, lockTraining, readerOf, readRow, requireOpen } from '../select-trainings.ts'
import { insertCompletions, rank } from './complete.ts'
import { selectCompletions } from './list-completions.ts'
import { loadFacts } from './load-facts.ts'

type Given = Parameters<Handlers<typeof trainingsRoutes>['POST /trainings/:id/completions']>[1]['body']

/** By hand: somebody who runs the training says why a person counts as trained. Throws 403 for anybody else. */
export const noteCompletion = (ctx: Ctx, id: string, given: Given): Promise<Completion> =>
  ctx.transact(async (tx) => {
    const { actor } = ctx
    const { workspaceId } = actor
    const at = ctx.clock.now()
    const reader = await readerOf(tx, actor, at)
    const training = await readRow(tx, reader, id)
    await requireRun(tx, actor, training)
    requireOpen(training)
    const reason = filled(given.reason, '/reason')
    const { completedOn = reader.today } = given
    if (completedOn > reader.today)
      throw new Problem('unprocessable', {}, [{ pointer: '/completedOn', rule: 'in_future' }])
    const [member] = await loadFacts(tx, workspaceId, training, [given.memberId], at)
    if (!member) throw new Problem('unprocessable', {}, [{ pointer: '/memberId', rule: 'unknown_member' }])
    const completedAt =
      completedOn === reader.today ? at : startOfLocalDay(await timeZoneOf(tx, workspaceId), completedOn)
    const [completionId] = await insertCompletions(tx, actor, at, training, [
      { member, way: 'manual', score: null, reason, completedAt },
    ])
    const [completion] = await selectCompletions(
      tx,
      workspaceId,
      at,
      sql`c.training_id = ${id} and c.id = ${completionId}`,
    )
    return completion!
  })

/** The gap opens again. What was revoked already stays as it is. */
export const revokeCompletion = (ctx: Ctx, id: string, completionId: string, reason: string): Promise<void> =>
  ctx.transact(async (tx) => {
    const { actor } = ctx
    const { workspaceId } = actor
    const at = ctx.clock.now()
    const training = await lockTraining(tx, await readerOf(tx, actor, at), id)
    const [completion] = await selectCompletions(
      tx,
      workspaceId,
      at,
      sql`c.training_id = ${id} and c.id = ${completionId}`,
    )
    if (!completion) throw new Problem('not_found')
    await requireRun(tx, actor, training)
    const { rows } = await sql`update training_completion set revoked_at = ${at}, revoked_by = ${actor.id}
      where workspace_id = ${workspaceId} and training_id = ${id} and id = ${completionId} and revoked_at is null returning 1`.execute(
      tx,
    )
    if (rows.length === 0) return
    await rank(tx, workspaceId, training, [completion.memberId])
    const person = { memberId: completion.memberId, memberName: completion.fullName }
    const data = { ...factsOf(training), ...person, completionId, reason: reason.trim() }
    await record(tx, actor, at, 'training.completion_revoked', data, [id, completion.memberId])
  })
