import { sql } from 'kysely'
import type { BusinessCalendar } from '#kernel/calendar/business-hours.ts'
import type { Tx } from '#kernel/db.ts'
import { type Actor, recordMany, recordSoFar } from '#kernel/events.ts'
import { newId } from '#kernel/id.ts'
import { sendAhead } from '#kernel/prepared.ts'
import { type Notice, notify } from '#modules/platform/public.ts'
import { type Attributes, attributesOf, type KeptReason, loadSubjects } from '#modules/scoring/public.ts'
import { type Clocks, clocksFrom } from './clocks.ts'
import { salesManagers } from './managers.ts'
import { askRouter, type Routed, type Router } from './routing-world.ts'
import type { SlaPolicy } from './rules/sla.ts'
import { askSla } from './sla-policy.ts'

export type Request = {
  subjectId: string
  /** What to call the person in a notice. */
  name: string
  handRaise: boolean
  byHand: boolean
  reasons: KeptReason[]
  temperature: string
  score: number
  scoringVersion: number | null
  requestedAt: Date
  note?: string | null
  /** Chosen by a person instead of by the rules. */
  assigneeId?: string | null
  /** Contact's owner before company's: the first of them who can take it gets it. */
  ownerIds: readonly (string | null)[]
  /** Sellers who have let it expire. */
  excludedIds?: readonly string[]
  firstAssignedAt?: Date | null
}
type Opened = Request &
  Clocks & { id: string; assigneeId: string | null; assignedAt: Date | null; routing: KeptReason | null }

/** What it takes to route leads and to start their clocks; from here on nobody else routes in the workspace. */
export type Desk = { policy: SlaPolicy; calendar: BusinessCalendar; router: Router }

/** What it takes is asked for at once; whoever asks may go on sending until the first lead is routed. */
export async function askDesk(tx: Tx, workspaceId: string, at: Date): Promise<() => Promise<Desk>> {
  const askedSla = await askSla(tx, workspaceId)
  const askedRouter = await askRouter(tx, workspaceId, at)
  return async () => {
    const { policy, calendar } = await askedSla()
    return { policy, calendar, router: await askedRouter(calendar.timeZone) }
  }
}

export const openDesk = async (tx: Tx, workspaceId: string, at: Date): Promise<Desk> =>
  (await askDesk(tx, workspaceId, at))()

/**
 * Opens a pending handover for each request whose person has none, routes it, starts its clocks, and tells the seller; without
 * an available seller, the managers of sales. A constant number of statements. Answers those opened.
 * @param newAt the desk at which people are routed who were written in this transaction: nobody else can have opened one for them
 */
export async function openHandovers(
  tx: Tx,
  actor: Actor,
  at: Date,
  requests: readonly Request[],
  newAt: Desk | null = null,
): Promise<readonly Opened[]> {
  if (requests.length === 0) return []
  const { workspaceId } = actor
  const { policy, calendar, router } = newAt ?? (await openDesk(tx, workspaceId, at))
  const attributes = await attributesFor(tx, workspaceId, router.readsAttributes ? requests : [])
  const clocks = [false, true].map((isHandRaise) => clocksFrom(policy, calendar, at, isHandRaise))
  const rows = requests.map((request): Opened => {
    const chosen = request.assigneeId ?? null
    const { ownerIds, excludedIds } = request
    const routed =
      chosen === null
        ? router.next({ attributes: attributes.get(request.subjectId) ?? {}, ownerIds, excludedIds })
        : null
    const assigneeId = chosen ?? routed?.memberId ?? null
    const assignedAt = assigneeId === null ? null : at
    return {
      ...request,
      ...clocks[Number(request.handRaise)]!,
      id: newId(),
      assigneeId,
      assignedAt,
      routing: routed && keepRoute(routed),
    }
  })
  const opened = newAt ? await insertNew(tx, workspaceId, rows) : await insertMissing(tx, workspaceId, rows)
  await recordMany(tx, actor, at, opened.map(requested))
  await recordSoFar(tx)
  await tell(tx, workspaceId, at, opened)
  return opened
}

export const keepRoute = ({ why, rule }: Routed): KeptReason => ({
  code: why.code,
  params: { ...why.params, rule: rule ?? '' },
})

async function attributesFor(
  tx: Tx,
  workspaceId: string,
  requests: readonly Request[],
): Promise<Map<string, Attributes>> {
  if (requests.length === 0) return new Map()
  const ids = requests.map((request) => request.subjectId)
  return new Map(
    (await loadSubjects(tx, workspaceId, ids)).map((subject) => [subject.subjectId, attributesOf(subject)]),
  )
}

async function insertNew(tx: Tx, workspaceId: string, rows: readonly Opened[]) {
  await sendAhead(tx, insertion(workspaceId, rows))
  return rows
}

async function insertMissing(tx: Tx, workspaceId: string, rows: readonly Opened[]) {
  const { rows: inserted } = await sql<{ id: string }>`${insertion(workspaceId, rows)}
    on conflict (workspace_id, subject_id) where state = 'pending' do nothing returning id`.execute(tx)
  const ids = new Set(inserted.map((row) => row.id))
  return rows.filter((row) => ids.has(row.id))
}

function insertion(workspaceId: string, rows: readonly Opened[]) {
  const given = rows.map((row) => ({
    subject_id: row.subjectId,
    id: row.id,
    hand_raise: row.handRaise,
    reasons: row.reasons,
    temperature: row.temperature,
    score: row.score,
    scoring_version: row.scoringVersion,
    routing: row.routing,
    assignee_id: row.assigneeId,
    requested_at: row.requestedAt,
    assigned_at: row.assignedAt,
    first_assigned_at: row.firstAssignedAt ?? row.assignedAt,
    due_at: row.dueAt,
    touch_due_at: row.touchDueAt,
    clock_at: row.clockAt,
    remind_at: row.remindAt,
    escalate_at: row.escalateAt,
    expire_at: row.expireAt,
    note: row.note ?? null,
  }))
  return sql`insert into handover (workspace_id, subject_id, id, state, hand_raise, reasons,
      temperature, score, scoring_version, routing, assignee_id, requested_at, assigned_at, first_assigned_at, due_at, touch_due_at,
      clock_at, remind_at, escalate_at, expire_at, note)
    select ${workspaceId}::uuid, subject_id, id, 'pending', hand_raise, reasons, temperature, score, scoring_version, routing, assignee_id,
      requested_at, assigned_at, first_assigned_at, due_at, touch_due_at, clock_at, remind_at, escalate_at, expire_at, note
    from jsonb_to_recordset(${JSON.stringify(given)}::jsonb) as r(subject_id uuid, id uuid, hand_raise boolean, reasons jsonb,
      temperature text, score integer, scoring_version integer, routing jsonb, assignee_id uuid, requested_at timestamptz,
      assigned_at timestamptz, first_assigned_at timestamptz, due_at timestamptz, touch_due_at timestamptz, clock_at timestamptz,
      remind_at timestamptz, escalate_at timestamptz, expire_at timestamptz, note text)`
}

function requested(row: Opened) {
  const { id, subjectId, assigneeId, handRaise, byHand, dueAt, touchDueAt, reasons, routing } = row
  return {
    name: 'handover.requested' as const,
    data: {
      handoverId: id,
      subjectId,
      assigneeId,
      handRaise,
      byHand,
      dueAt: dueAt.toISOString(),
      touchDueAt: touchDueAt.toISOString(),
      reasons,
      routing,
    },
    subjects: [id, subjectId],
  }
}

async function tell(tx: Tx, workspaceId: string, at: Date, opened: readonly Opened[]) {
  const orphans = opened.filter((row) => row.assigneeId === null)
  const managers = orphans.length === 0 ? [] : await salesManagers(tx, workspaceId)
  const notices = opened.map(({ id, name, assigneeId, handRaise, score }): Notice => {
    const about = { params: { name, score }, link: `/inbox?id=${id}` }
    if (assigneeId === null) {
      return {
        ...about,
        memberIds: managers,
        kind: 'handover_unassigned',
        dedupeKey: `handover_unassigned ${id}`,
        mail: true,
      }
    }
    const kind = handRaise ? 'handover_hand_raise' : 'handover_assigned'
    return {
      ...about,
      memberIds: [assigneeId],
      kind,
      dedupeKey: `handover_assigned ${id} ${assigneeId}`,
      mail: handRaise,
    }
  })
  // A handover that has just been opened has an id of its own, of which nobody can have been told.
  await notify(tx, at, workspaceId, notices, { areNew: true })
}
