import { sql } from 'kysely'
import type { trainingPartsRoutes } from '#contract/training-part-routes.ts'
import type { Training } from '#contract/trainings.ts'
import { timeZoneOf } from '#kernel/calendar/time-zone.ts'
import { isTimeZone } from '#kernel/calendar/zone.ts'
import type { Tx } from '#kernel/db.ts'
import { record } from '#kernel/events.ts'
import type { Ctx, Handlers } from '#kernel/http.ts'
import { newId } from '#kernel/id.ts'
import { invalid, Problem } from '#kernel/problem.ts'
import { notify } from '#modules/platform/public.ts'
import { requireRun } from '../access.ts'
import { webAddress } from '../materials/write-material.ts'
import { readTraining } from '../read-training.ts'
import { factsOf, lockTraining, readerOf, touch } from '../select-trainings.ts'
import { moveUp } from './enrol.ts'
import { requireAhead } from './require-ahead.ts'
import { lockSession, type SessionRow } from './select-sessions.ts'

type Input = Handlers<typeof trainingPartsRoutes>
type Given = Parameters<Input['POST /trainings/:id/sessions']>[1]['body']
type Change = Parameters<Input['PATCH /trainings/:id/sessions/:sessionId']>[1]['body']
const minuteMs = 60_000

/** Throws 422 on a start that has passed and on trainers who are not there. */
export const planSession = (ctx: Ctx, id: string, given: Given): Promise<Training> =>
  ctx.transact(async (tx) => {
    const { actor } = ctx
    const { workspaceId } = actor
    const at = ctx.clock.now()
    const training = await lockTraining(tx, await readerOf(tx, actor, at), id)
    await requireRun(tx, actor, training)
    const timeZone = given.timeZone ?? (await timeZoneOf(tx, workspaceId))
    const startsAt = startOf(given.startsAt, at)
    await requireGiven(tx, workspaceId, { ...given, timeZone })
    const sessionId = newId()
    await sql`insert into training_session (workspace_id, training_id, id, starts_at, ends_at, time_zone, place, url, capacity, trainer_ids,
        created_by, created_at, updated_at)
      values (${workspaceId}, ${id}, ${sessionId}, ${startsAt}, ${new Date(startsAt.getTime() + given.durationMinutes * minuteMs)},
        ${timeZone}, ${given.place?.trim() ?? ''}, ${urlOf(given.url)}, ${given.capacity ?? null},
        ${[...new Set(given.trainerIds ?? [])]}::uuid[], ${actor.id}, ${at}, ${at})`.execute(tx)
    const data = { ...factsOf(training), sessionId, startsAt: startsAt.toISOString() }
    await record(tx, actor, at, 'training.session_planned', data, [id])
    await touch(tx, workspaceId, at, id)
    return readTraining(tx, actor, at, id)
  })

/** Everybody in it is told when it moves; a larger room takes in who waited. Throws 409 once it has begun. */
export const changeSession = (ctx: Ctx, id: string, sessionId: string, given: Change): Promise<Training> =>
  ctx.transact(async (tx) => {
    const { actor } = ctx
    const { workspaceId } = actor
    const at = ctx.clock.now()
    const training = await lockTraining(tx, await readerOf(tx, actor, at), id)
    await requireRun(tx, actor, training)
    const old = await lockSession(tx, workspaceId, actor.id, id, sessionId)
    requireAhead(old, at)
    await requireGiven(tx, workspaceId, given)
    const startsAt = given.startsAt === undefined ? old.startsAt : startOf(given.startsAt, at)
    const lasts =
      given.durationMinutes === undefined
        ? old.endsAt.getTime() - old.startsAt.getTime()
        : given.durationMinutes * minuteMs
    const place = given.place?.trim() ?? old.place
    const url = given.url === undefined ? old.url : urlOf(given.url)
    const capacity = given.capacity === undefined ? old.capacity : given.capacity
    await sql`update training_session set starts_at = ${startsAt}, ends_at = ${new Date(startsAt.getTime() + lasts)},
        time_zone = ${given.timeZone ?? old.timeZone}, place = ${place}, url = ${url}, capacity = ${capacity},
        trainer_ids = ${[...new Set(given.trainerIds ?? old.trainerIds)]}::uuid[], sequence = sequence + 1, updated_at = ${at}
      where workspace_id = ${workspaceId} and training_id = ${id} and id = ${sessionId}`.execute(tx)
    const data = { ...factsOf(training), sessionId, startsAt: startsAt.toISOString() }
    await record(tx, actor, at, 'training.session_changed', data, [id])
    await moveUp(tx, at, workspaceId, training, { ...old, capacity })
    if (startsAt.getTime() !== old.startsAt.getTime() || place !== old.place || url !== old.url)
      await tellSeats(tx, at, workspaceId, training, old, 'training_session_moved', `${old.sequence + 1}`)
    await touch(tx, workspaceId, at, id)
    return readTraining(tx, actor, at, id)
  })

export const cancelSession = (ctx: Ctx, id: string, sessionId: string): Promise<Training> =>
  ctx.transact(async (tx) => {
    const { actor } = ctx
    const { workspaceId } = actor
    const at = ctx.clock.now()
    const training = await lockTraining(tx, await readerOf(tx, actor, at), id)
    await requireRun(tx, actor, training)
    const old = await lockSession(tx, workspaceId, actor.id, id, sessionId)
    if (!old.cancelledAt) {
      requireAhead(old, at)
      await sql`update training_session set cancelled_at = ${at}, sequence = sequence + 1, updated_at = ${at}
        where workspace_id = ${workspaceId} and training_id = ${id} and id = ${sessionId}`.execute(tx)
      const data = { ...factsOf(training), sessionId, startsAt: old.startsAt.toISOString() }
      await record(tx, actor, at, 'training.session_cancelled', data, [id])
      await tellSeats(tx, at, workspaceId, training, old, 'training_session_cancelled', 'cancelled')
      await touch(tx, workspaceId, at, id)
    }
    return readTraining(tx, actor, at, id)
  })

function startOf(given: string, at: Date): Date {
  const startsAt = new Date(given)
  if (startsAt <= at) throw new Problem('unprocessable', {}, [{ pointer: '/startsAt', rule: 'date_in_past' }])
  return startsAt
}

const urlOf = (given: string | null | undefined) => (given?.trim() ? webAddress(given) : null)

async function requireGiven(tx: Tx, workspaceId: string, { timeZone, trainerIds = [] }: Change) {
  if (timeZone !== undefined && !isTimeZone(timeZone)) throw invalid('/timeZone', 'time_zone')
  const { rows } = await sql<{ id: string }>`select id from member
    where workspace_id = ${workspaceId} and removed_at is null and id = any(${trainerIds}::uuid[])`.execute(tx)
  const known = new Set(rows.map((row) => row.id))
  const errors = trainerIds.flatMap((id, index) =>
    known.has(id) ? [] : [{ pointer: `/trainerIds/${index}`, rule: 'unknown_member' }],
  )
  if (errors.length > 0) throw new Problem('unprocessable', {}, errors)
}

async function tellSeats(
  tx: Tx,
  at: Date,
  workspaceId: string,
  { id, title }: { id: string; title: string },
  session: SessionRow,
  kind: string,
  stamp: string,
) {
  const { rows } = await sql<{
    memberId: string
  }>`select member_id from training_seat where workspace_id = ${workspaceId}
    and training_id = ${id} and session_id = ${session.id} and state <> 'withdrawn'`.execute(tx)
  await notify(tx, at, workspaceId, [
    {
      memberIds: [...new Set([...rows.map((row) => row.memberId), ...session.trainerIds])],
      kind,
      params: { training: title },
      link: `/trainings/${id}?part=sessions`,
      dedupeKey: `${kind}:${session.id}:${stamp}`,
      mail: true,
    },
  ])
}
