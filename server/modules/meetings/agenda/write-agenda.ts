import { sql } from 'kysely'
import type { Agenda, meetingsPartsRoutes } from '#contract/meetings-parts.ts'
import type { Tx } from '#kernel/db.ts'
import { type Actor, record } from '#kernel/events.ts'
import type { Ctx, Handlers } from '#kernel/http.ts'
import { newId } from '#kernel/id.ts'
import { filled, invalid, Problem } from '#kernel/problem.ts'
import { composeAgenda } from '../rules/agenda.ts'
import { factsOf, lockMeeting, type Row, requireOpen, subjectsOf } from '../select-meetings.ts'
import { gather } from './gather.ts'
import type { Matter } from './matters.ts'
import { composed, mattersOf, storedMatters } from './read-agenda.ts'

type Body<K extends keyof typeof meetingsPartsRoutes> = Parameters<Handlers<typeof meetingsPartsRoutes>[K]>[1]['body']

export const addMatter = (ctx: Ctx, id: string, given: Body<'POST /meetings/:id/agenda'>): Promise<Agenda> =>
  change(ctx, id, async (tx, row, at) => {
    const title = filled(given.title, '/title')
    const departmentId = given.departmentId ?? null
    if (departmentId && !row.departmentIds.includes(departmentId))
      throw new Problem('unprocessable', {}, [{ pointer: '/departmentId', rule: 'not_at_the_table' }])
    const key = `manual:${newId()}`
    await store(tx, ctx.actor, at, row.id, [
      {
        id: null,
        key,
        origin: 'manual',
        kind: 'manual',
        title,
        params: {},
        severity: given.severity ?? 'major',
        since: at,
        amountCents: null,
        url: given.url ?? null,
        departmentIds: departmentId ? [departmentId] : [],
        proposedByDepartmentId: departmentId,
        ownerId: ctx.actor.id,
        minutes: given.minutes ?? 5,
        position: null,
        state: 'planned',
        reason: null,
        spentSeconds: 0,
      },
    ])
    return [key]
  })

/** A new order replaces the one before; who is not named follows by rank. Naming a matter that is not there is refused whole. */
export const orderMatters = (ctx: Ctx, id: string, keys: readonly string[]): Promise<Agenda> =>
  change(ctx, id, async (tx, row, at) => {
    const matters = new Map((await mattersOf(tx, ctx.actor.workspaceId, at, row)).map((matter) => [matter.key, matter]))
    const errors = keys.flatMap((key, index) => {
      if (!matters.has(key)) return [{ pointer: `/keys/${index}`, rule: 'unknown_record' }]
      return keys.indexOf(key) < index ? [{ pointer: `/keys/${index}`, rule: 'duplicate_value' }] : []
    })
    if (errors.length > 0) throw new Problem('unprocessable', {}, errors)
    await store(
      tx,
      ctx.actor,
      at,
      id,
      keys.map((key) => matters.get(key)!),
    )
    await sql`update meeting_agenda_item i set position = array_position(${[...keys]}::text[], i.key)
      where i.workspace_id = ${ctx.actor.workspaceId} and i.meeting_id = ${id}`.execute(tx)
    return [...keys]
  })

export const changeMatter = (
  ctx: Ctx,
  id: string,
  key: string,
  given: Body<'PATCH /meetings/:id/agenda/:key'>,
): Promise<Agenda> =>
  change(ctx, id, async (tx, row, at) => {
    const matter = (await mattersOf(tx, ctx.actor.workspaceId, at, row)).find((one) => one.key === key)
    if (!matter) throw new Problem('not_found')
    const reason = given.reason?.trim() || null
    if (given.state === 'dismissed' && reason === null) throw invalid('/reason', 'required')
    await store(tx, ctx.actor, at, id, [matter])
    const state = given.state ?? matter.state
    const kept =
      given.state === undefined ? matter.reason : state === 'planned' || state === 'discussed' ? null : reason
    await sql`update meeting_agenda_item set minutes = ${given.minutes ?? matter.minutes}, state = ${state}, reason = ${kept}
      where workspace_id = ${ctx.actor.workspaceId} and meeting_id = ${id} and key = ${key}`.execute(tx)
    return [key]
  })

export const removeMatter = async (ctx: Ctx, id: string, key: string): Promise<void> => {
  await change(ctx, id, async (tx, row) => {
    const { workspaceId } = ctx.actor
    const { rows } = await sql<{ origin: string; id: string }>`select id, origin from meeting_agenda_item
      where workspace_id = ${workspaceId} and meeting_id = ${id} and key = ${key}`.execute(tx)
    if (!rows[0]) throw new Problem('not_found')
    if (rows[0].origin !== 'manual') throw new Problem('unprocessable', {}, [{ pointer: '/key', rule: 'not_by_hand' }])
    if (row.currentItemId === rows[0].id)
      await sql`update meeting set current_item_id = null, current_since = null where workspace_id = ${workspaceId} and id = ${id}`.execute(
        tx,
      )
    await sql`delete from meeting_agenda_item where workspace_id = ${workspaceId} and meeting_id = ${id} and key = ${key}`.execute(
      tx,
    )
    return [key]
  })
}

/** New live matters come into a fixed agenda; what is there stays as it is. */
export const refreshAgenda = (ctx: Ctx, id: string): Promise<Agenda> =>
  change(ctx, id, async (tx, row, at) => {
    if (!row.agendaFixedAt) return []
    const before = new Set((await storedMatters(tx, ctx.actor.workspaceId, id)).map((matter) => matter.key))
    const added = bounded(await gather(tx, ctx.actor.workspaceId, at, row), row, at).filter(
      (matter) => !before.has(matter.key),
    )
    await store(tx, ctx.actor, at, id, added)
    return added.map((matter) => matter.key)
  })

/** Stores the agenda as it stands, with the best of what did not fit. Answers how many matters fit. */
export async function fixAgenda(tx: Tx, actor: Actor, at: Date, row: Row): Promise<number> {
  const matters = await mattersOf(tx, actor.workspaceId, at, row)
  await store(tx, actor, at, row.id, bounded(matters, row, at))
  await sql`update meeting set agenda_fixed_at = ${at} where workspace_id = ${actor.workspaceId} and id = ${row.id}`.execute(
    tx,
  )
  return composeAgenda(
    matters.filter((matter) => matter.state === 'planned'),
    row.durationMinutes,
    at,
  ).items.length
}

const mostKept = 100

/** What fits, and the best of the rest. */
function bounded(matters: readonly Matter[], row: Row, at: Date): Matter[] {
  const { items, leftOut } = composeAgenda(matters, row.durationMinutes, at)
  return [...items, ...leftOut.slice(0, mostKept)]
}

async function change(ctx: Ctx, id: string, work: (tx: Tx, row: Row, at: Date) => Promise<string[]>): Promise<Agenda> {
  return ctx.transact(async (tx) => {
    const { workspaceId } = ctx.actor
    const at = ctx.clock.now()
    const row = await lockMeeting(tx, workspaceId, id)
    requireOpen(row)
    const keys = await work(tx, row, at)
    await record(
      tx,
      ctx.actor,
      at,
      'meeting.agenda_changed',
      { ...factsOf(row), keys: keys.slice(0, 50) },
      subjectsOf(row),
    )
    return composed(tx, workspaceId, row, await mattersOf(tx, workspaceId, at, row), at)
  })
}

/** Gives matters a row of their own; those that have one keep it. */
async function store(tx: Tx, actor: Actor, at: Date, meetingId: string, matters: readonly Matter[]): Promise<void> {
  const rows = matters
    .filter((matter) => matter.id === null)
    .map((matter) => ({
      ...{
        id: newId(),
        key: matter.key,
        origin: matter.origin,
        kind: matter.kind,
        title: matter.title,
        params: matter.params,
      },
      ...{
        severity: matter.severity,
        since: matter.since,
        url: matter.url,
        minutes: matter.minutes,
        position: matter.position,
      },
      ...{
        state: matter.state,
        amount_cents: matter.amountCents,
        department_ids: matter.departmentIds,
        owner_id: matter.ownerId,
      },
      proposed_by: matter.proposedByDepartmentId,
    }))
  await sql`insert into meeting_agenda_item (workspace_id, id, meeting_id, key, origin, kind, title, params, severity, since, amount_cents, url, department_ids,
      proposed_by_department_id, owner_id, minutes, position, state, created_by, created_at)
    select ${actor.workspaceId}::uuid, r.id, ${meetingId}::uuid, r.key, r.origin, r.kind, r.title, r.params, r.severity, r.since, r.amount_cents, r.url, r.department_ids,
      r.proposed_by, r.owner_id, r.minutes, r.position, r.state, ${actor.id}::uuid, ${at}::timestamptz
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as r(id uuid, key text, origin text, kind text, title text, params jsonb, severity text,
      since timestamptz, amount_cents bigint, url text, department_ids uuid[], proposed_by uuid, owner_id uuid, minutes integer, position integer, state text)
    on conflict (workspace_id, meeting_id, key) do nothing`.execute(tx)
}
