import { randomInt } from 'node:crypto'
import { sql } from 'kysely'
import type { pulseRoutes } from '#contract/pulse.ts'
import type { Tx } from '#kernel/db.ts'
import type { Ctx, Handlers } from '#kernel/http.ts'
import { Problem } from '#kernel/problem.ts'
import { todayOf } from './read-pulses.ts'
import { type Urn, withAnswer } from './rules/urn.ts'
import { askedMembers, readRow } from './select-pulses.ts'

type Given = Parameters<Handlers<typeof pulseRoutes>['POST /pulses/:id/answers']>[1]['body']

/**
 * Drops an answer into the urn: its scores are added to the sums of its groups, its comment lands anywhere among the others, and
 * that this member has answered is noted without a time. Nothing else is written: no event, no job, no log line with a name.
 *
 * Not `ctx.transact`: an Idempotency-Key would be kept beside the member and a hash of the body, which for a handful of scores
 * anybody can guess. The key of `pulse_participation` makes a repeat harmless instead: it answers 409.
 */
export const answerPulse = (ctx: Ctx, id: string, given: Given): Promise<{ answered: true }> =>
  ctx.db.transaction().execute((tx) => dropAnswer(tx, ctx, id, given))

/** The same in the caller’s transaction, which must keep nothing else of this answer. */
export async function dropAnswer(tx: Tx, ctx: Ctx, id: string, { scores, comment }: Given) {
  const { actor } = ctx
  const { workspaceId } = actor
  // First the pulse, as the closing does, so that neither waits for the other for ever; then the urn, which lines answers up.
  await sql`select 1 from pulse where workspace_id = ${workspaceId} and id = ${id} for key share`.execute(tx)
  const { rows } = await sql<{ urn: Urn }>`select urn from pulse_answer
      where workspace_id = ${workspaceId} and pulse_id = ${id} for update`.execute(tx)
  const pulse = await readRow(tx, actor, id)
  if (pulse.state === 'planned') throw new Problem('pulse_not_open')
  if (!rows[0] || pulse.state === 'closed' || pulse.closesOn < (await todayOf(tx, ctx)))
    throw new Problem('pulse_closed')
  const me = (await askedMembers(tx, workspaceId, actor.id))[0]
  if (!me) throw new Problem('forbidden')
  const keys = pulse.questions.map((question) => question.key)
  if (keys.some((key) => scores[key] === undefined) || Object.keys(scores).length !== keys.length)
    throw new Problem('unprocessable', {}, [{ pointer: '/scores', rule: 'every_question' }])
  const { rows: first } = await sql`insert into pulse_participation (workspace_id, pulse_id, member_id)
      values (${workspaceId}, ${id}, ${actor.id}) on conflict do nothing returning 1`.execute(tx)
  if (first.length === 0) throw new Problem('pulse_already_answered')
  const answer = {
    departmentId: me.departmentId,
    isLeader: me.isLeader,
    scores: keys.map((key) => scores[key]!),
    comment: comment?.trim() || null,
  }
  const urn = withAnswer(rows[0].urn, pulse.groups, answer, (below) => randomInt(below))
  await sql`update pulse_answer set urn = ${JSON.stringify(urn)}::jsonb
      where workspace_id = ${workspaceId} and pulse_id = ${id}`.execute(tx)
  return { answered: true as const }
}
