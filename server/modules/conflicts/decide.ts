import { sql } from 'kysely'
import type { Conflict, conflictsRoutes } from '#contract/conflicts.ts'
import { localDate, startOfLocalDay } from '#kernel/calendar/zone.ts'
import type { Tx } from '#kernel/db.ts'
import { record } from '#kernel/events.ts'
import { type Ctx, type Handlers, requireVersion } from '#kernel/http.ts'
import { asLocale, translate } from '#kernel/i18n.ts'
import { newId } from '#kernel/id.ts'
import { Problem } from '#kernel/problem.ts'
import { calendarOf } from '#modules/accounts/public.ts'
import { createTasks } from '#modules/activities/public.ts'
import { notify } from '#modules/platform/public.ts'
import { presentEvidence } from './present-evidence.ts'
import { readConflict } from './read-conflict.ts'
import { factsOf, lockConflict, type Row } from './select-conflicts.ts'

type Given = Parameters<Handlers<typeof conflictsRoutes>['POST /conflicts/:id/decisions']>[1]['body']
type Review = Parameters<Handlers<typeof conflictsRoutes>['POST /conflicts/:id/reviews']>[1]['body']

/** Decides on the data of this moment, which is kept beside the decision, and puts the day of its review into the owners' tasks. */
export const decide = (ctx: Ctx, id: string, given: Given): Promise<Conflict> =>
  ctx.transact(async (tx) => {
    const { actor } = ctx
    const { workspaceId } = actor
    const at = ctx.clock.now()
    const conflict = await lockConflict(tx, workspaceId, id)
    requireVersion(ctx, conflict.version)
    if (conflict.state !== 'open') throw new Problem('invalid_transition')
    const { timeZone } = await calendarOf(tx, workspaceId)
    await requireSound(tx, workspaceId, localDate(timeZone, at), given)
    const evidence = await presentEvidence(tx, workspaceId, id, at)
    if (evidence.length === 0) throw new Problem('conflict_without_data')
    const decisionId = newId()
    const { text, reviewOn, meetingId = null } = given
    const snapshot = evidence.map(({ id: evidenceId, label, metric, reason, days, value }) => ({
      ...{ evidenceId, label, metric, reason, days, value },
    }))
    await sql`insert into conflict_decision (workspace_id, conflict_id, id, body, decided_by, decided_at, meeting_id, review_on, snapshot)
      values (${workspaceId}, ${id}, ${decisionId}, ${text}, ${actor.id}, ${at}, ${meetingId}, ${reviewOn}, ${JSON.stringify(snapshot)}::jsonb)`.execute(
      tx,
    )
    await sql`update conflict_evidence e set at_decision = s.value
      from jsonb_to_recordset(${JSON.stringify(snapshot)}::jsonb) as s("evidenceId" uuid, value double precision)
      where e.workspace_id = ${workspaceId} and e.conflict_id = ${id} and e.id = s."evidenceId"`.execute(tx)
    await sql`update conflict set state = 'decided', review_on = ${reviewOn}, worsened_since = null, updated_at = ${at}, version = version + 1
      where workspace_id = ${workspaceId} and id = ${id}`.execute(tx)
    const data = { ...factsOf(conflict), decisionId, reviewOn, meetingId }
    await record(tx, actor, at, 'conflict.decided', data, [id, ...(meetingId ? [meetingId] : [])])
    await planReview(ctx, tx, conflict, decisionId, reviewOn, timeZone)
    return readConflict(tx, ctx, id)
  })

/** Settled, or open again and counted: a matter that comes back is no new matter. */
export const review = (ctx: Ctx, id: string, { outcome, note }: Review): Promise<Conflict> =>
  ctx.transact(async (tx) => {
    const { actor } = ctx
    const { workspaceId } = actor
    const at = ctx.clock.now()
    const conflict = await lockConflict(tx, workspaceId, id)
    requireVersion(ctx, conflict.version)
    if (conflict.state === 'open' || (conflict.state === 'settled' && outcome === 'settled'))
      throw new Problem('invalid_transition')
    const { rows } = await sql<{ id: string }>`select id from conflict_decision
      where workspace_id = ${workspaceId} and conflict_id = ${id} order by decided_at desc, id desc limit 1`.execute(tx)
    const decisionId = rows[0]!.id
    await sql`update conflict_decision set outcome = ${outcome}, note = ${note?.trim() || null}, reviewed_by = ${actor.id}, reviewed_at = ${at}
      where workspace_id = ${workspaceId} and conflict_id = ${id} and id = ${decisionId}`.execute(tx)
    if (outcome === 'settled') {
      await sql`update conflict set state = 'settled', review_on = null, worsened_since = null, updated_at = ${at}, version = version + 1
        where workspace_id = ${workspaceId} and id = ${id}`.execute(tx)
      await record(tx, actor, at, 'conflict.settled', { ...factsOf(conflict), decisionId }, [id])
    } else {
      const recurrences = conflict.recurrences + 1
      await sql`update conflict set state = 'open', review_on = null, worsened_since = null, recurrences = ${recurrences}, opened_at = ${at},
          updated_at = ${at}, version = version + 1
        where workspace_id = ${workspaceId} and id = ${id}`.execute(tx)
      await record(tx, actor, at, 'conflict.reopened', { ...factsOf(conflict), decisionId, recurrences }, [id])
    }
    return readConflict(tx, ctx, id)
  })

async function requireSound(tx: Tx, workspaceId: string, today: string, { reviewOn, meetingId, text }: Given) {
  const { rows } = meetingId
    ? await sql`select 1 from meeting where workspace_id = ${workspaceId} and id = ${meetingId}`.execute(tx)
    : { rows: [1] }
  const errors = [
    ...(text.trim() === '' ? [{ pointer: '/text', rule: 'required' }] : []),
    ...(reviewOn <= today ? [{ pointer: '/reviewOn', rule: 'date_in_past' }] : []),
    ...(rows.length === 0 ? [{ pointer: '/meetingId', rule: 'unknown_record' }] : []),
  ]
  if (errors.length > 0) throw new Problem('unprocessable', {}, errors)
}

/** Every owner of a side is told of the decision and finds its review among the tasks of that day. */
async function planReview(ctx: Ctx, tx: Tx, conflict: Row, decisionId: string, reviewOn: string, timeZone: string) {
  const { actor } = ctx
  const at = ctx.clock.now()
  const owners = [...new Set(conflict.ownerIds)]
  const { rows } = await sql<{ locale: string }>`select locale from workspace where id = ${actor.workspaceId}`.execute(
    tx,
  )
  await createTasks(
    tx,
    actor,
    at,
    owners.map((assigneeId) => ({
      title: translate(asLocale(rows[0]?.locale), 'conflicts.tasks.review', { conflict: conflict.title }),
      kind: 'to_do' as const,
      dueAt: new Date(startOfLocalDay(timeZone, reviewOn).getTime() + 12 * 3_600_000),
      assigneeId,
      dedupeKey: `conflict_review:${decisionId}:${assigneeId}`,
    })),
  )
  await notify(tx, at, actor.workspaceId, [
    {
      memberIds: owners.filter((id) => id !== actor.id),
      kind: 'conflict_decided',
      params: { conflict: conflict.title },
      link: `/conflicts/${conflict.id}`,
      dedupeKey: `conflict_decided:${decisionId}`,
    },
  ])
}
