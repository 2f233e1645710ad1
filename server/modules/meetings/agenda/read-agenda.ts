import { sql } from 'kysely'
import type { Agenda } from '#contract/meetings-parts.ts'
import type { Db, Tx } from '#kernel/db.ts'
import type { Ctx } from '#kernel/http.ts'
import { composeAgenda, scoreOf } from '../rules/agenda.ts'
import { type Row, requireMeeting } from '../select-meetings.ts'
import { gather } from './gather.ts'
import { type Matter, toAgendaItem } from './matters.ts'

const mostLeftOut = 50

export async function readAgenda(
  db: Db | Tx,
  { actor, clock }: Pick<Ctx, 'actor' | 'clock'>,
  meetingId: string,
): Promise<Agenda> {
  const row = await requireMeeting(db, actor.workspaceId, meetingId)
  return composed(db, actor.workspaceId, row, await mattersOf(db, actor.workspaceId, clock.now(), row), clock.now())
}

/** What fits the time box of the meeting, and what does not. */
export async function composed(
  db: Db | Tx,
  workspaceId: string,
  row: Row,
  matters: readonly Matter[],
  now: Date,
): Promise<Agenda> {
  const at = row.agendaFixedAt ?? now
  const currency = await currencyOf(db, workspaceId)
  const isOn = (matter: Matter) => matter.state === 'planned' || matter.state === 'discussed'
  const { items, leftOut, usedMinutes } = composeAgenda(matters.filter(isOn), row.durationMinutes, at)
  return {
    items: items.map((item) => toAgendaItem(item, currency)),
    next: null,
    timeBoxMinutes: row.durationMinutes,
    usedMinutes,
    leftOutCount: leftOut.length,
    leftOut: leftOut.slice(0, mostLeftOut).map((item) => toAgendaItem(item, currency)),
    setAside: matters
      .filter((matter) => !isOn(matter))
      .map((matter) => toAgendaItem({ ...matter, score: scoreOf(matter, at) }, currency)),
    fixedAt: row.agendaFixedAt?.toISOString() ?? null,
  }
}

/** The stored agenda once it is fixed; until then live matters, with what people have already done to them. */
export async function mattersOf(db: Db | Tx, workspaceId: string, at: Date, row: Row): Promise<Matter[]> {
  const stored = await storedMatters(db, workspaceId, row.id)
  if (row.agendaFixedAt) return stored
  const touched = new Map(stored.map((matter) => [matter.key, matter]))
  const live = await gather(db, workspaceId, at, row)
  const lives = new Set(live.map((matter) => matter.key))
  return [
    ...live.map((matter) => {
      const own = touched.get(matter.key)
      return own
        ? { ...matter, id: own.id, minutes: own.minutes, position: own.position, state: own.state, reason: own.reason }
        : matter
    }),
    // A live matter that is settled by now needs no meeting; what people wrote themselves stays.
    ...stored.filter((matter) => !lives.has(matter.key) && (matter.origin === 'manual' || matter.state !== 'planned')),
  ]
}

export async function storedMatters(db: Db | Tx, workspaceId: string, meetingId: string): Promise<Matter[]> {
  const { rows } =
    await sql<Matter>`select id, key, origin, kind, title, params, severity, since, amount_cents, url, department_ids,
      proposed_by_department_id, owner_id, minutes, position, state, reason, spent_seconds
    from meeting_agenda_item where workspace_id = ${workspaceId} and meeting_id = ${meetingId} order by key`.execute(db)
  return rows
}

async function currencyOf(db: Db | Tx, workspaceId: string): Promise<string> {
  const { rows } = await sql<{ currency: string }>`select currency from workspace where id = ${workspaceId}`.execute(db)
  return rows[0]!.currency
}
