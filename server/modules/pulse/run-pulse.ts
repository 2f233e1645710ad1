import { sql } from 'kysely'
import { defaultQuestions, type Pulse, type pulseRoutes } from '#contract/pulse.ts'
import { addDays } from '#kernel/calendar/zone.ts'
import { isUniqueViolation } from '#kernel/db.ts'
import { type Actor, record } from '#kernel/events.ts'
import type { Ctx, Handlers } from '#kernel/http.ts'
import { newId } from '#kernel/id.ts'
import { type FieldError, Problem } from '#kernel/problem.ts'
import { closePulse, destroy, openPulse, remindEverybody } from './open-close.ts'
import { readPulse, todayOf } from './read-pulses.ts'
import { factsOf, isOwnQuestion, lockPulse, readRow, type StoredQuestion } from './select-pulses.ts'

type Given = Parameters<Handlers<typeof pulseRoutes>['POST /pulses']>[1]['body']
type Tx = Parameters<typeof lockPulse>[0]

export const defaultOpenDays = 7

/** Asks everybody, now or on a later day. One pulse at a time: 409 while another waits or is open. */
export const startPulse = (ctx: Ctx, given: Given): Promise<Pulse> =>
  ctx
    .transact(async (tx) => {
      const { actor } = ctx
      const at = ctx.clock.now()
      const today = await todayOf(tx, ctx)
      const opensOn = given.opensOn ?? today
      const closesOn = given.closesOn ?? addDays(opensOn, defaultOpenDays - 1)
      const questions = given.questions?.map(({ key, text }) => ({ key, text: text?.trim() || null }))
      requireSound(today, opensOn, closesOn, questions ?? [])
      const id = await planPulse(tx, actor, at, { opensOn, closesOn, ...(questions && { questions }) })
      if (opensOn <= today) await openPulse(tx, actor, at, await readRow(tx, actor, id))
      return readPulse(tx, ctx, id)
    })
    .catch((error: unknown) => {
      throw isUniqueViolation(error) ? new Problem('pulse_already_open') : error
    })

type Plan = { opensOn: string; closesOn: string; questions?: readonly StoredQuestion[] }

/** Unique violation while another pulse waits or is open. */
export async function planPulse(
  tx: Tx,
  actor: Actor,
  at: Date,
  { opensOn, closesOn, questions }: Plan,
): Promise<string> {
  const id = newId()
  const asked = questions ?? defaultQuestions.map((key) => ({ key, text: null }))
  await sql`insert into pulse (workspace_id, id, state, opens_on, closes_on, questions, created_by, created_at)
    values (${actor.workspaceId}, ${id}, 'planned', ${opensOn}, ${closesOn}, ${JSON.stringify(asked)}::jsonb, ${actor.id}, ${at})`.execute(
    tx,
  )
  await record(tx, actor, at, 'pulse.planned', factsOf({ id, opensOn, closesOn }), [id])
  return id
}

function requireSound(today: string, opensOn: string, closesOn: string, questions: readonly StoredQuestion[]) {
  const keys = questions.map((question) => question.key)
  const errors: FieldError[] = [
    ...(closesOn < opensOn ? [{ pointer: '/closesOn', rule: 'period_order' }] : []),
    ...(closesOn < today ? [{ pointer: '/closesOn', rule: 'still_answerable' }] : []),
    ...questions.flatMap(({ key, text }, index) => [
      ...(keys.indexOf(key) < index ? [{ pointer: `/questions/${index}/key`, rule: 'duplicate_value' }] : []),
      ...(text === null && !isOwnQuestion(key)
        ? [{ pointer: `/questions/${index}/text`, rule: 'unknown_question' }]
        : []),
    ]),
  ]
  if (errors.length > 0) throw new Problem('unprocessable', {}, errors)
}

export const closeEarly = (ctx: Ctx, id: string): Promise<Pulse> =>
  ctx.transact(async (tx) => {
    await closePulse(tx, ctx.actor, ctx.clock.now(), await lockOpen(ctx, tx, id))
    return readPulse(tx, ctx, id)
  })

/** Takes it back as if it had never been asked; what was answered is destroyed. */
export const callOff = (ctx: Ctx, id: string): Promise<void> =>
  ctx.transact(async (tx) => {
    const { actor } = ctx
    const pulse = await lockPulse(tx, actor, id)
    if (pulse.state === 'closed') throw new Problem('pulse_closed')
    await destroy(tx, actor.workspaceId, id)
    await sql`delete from pulse where workspace_id = ${actor.workspaceId} and id = ${id}`.execute(tx)
    await record(tx, actor, ctx.clock.now(), 'pulse.called_off', factsOf(pulse), [id])
  })

/** Answers how many have not answered; nobody is told who. A second reminder on one day is not sent. */
export const remind = (ctx: Ctx, id: string): Promise<{ waiting: number }> =>
  ctx.transact(async (tx) => {
    const pulse = await lockOpen(ctx, tx, id)
    const today = await todayOf(tx, ctx)
    if (pulse.remindedOn !== today) await remindEverybody(tx, ctx.actor, ctx.clock.now(), today, pulse)
    return { waiting: Math.max(0, pulse.invited - pulse.answered) }
  })

async function lockOpen(ctx: Ctx, tx: Tx, id: string) {
  const pulse = await lockPulse(tx, ctx.actor, id)
  if (pulse.state === 'planned') throw new Problem('pulse_not_open')
  if (pulse.state === 'closed') throw new Problem('pulse_closed')
  return pulse
}
