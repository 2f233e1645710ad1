import { sql } from 'kysely'
import Type from 'typebox'
import { addBusinessMinutes } from '#kernel/calendar/business-hours.ts'
import type { Tx } from '#kernel/db.ts'
import { recordMany, systemActor } from '#kernel/events.ts'
import { defineJob } from '#kernel/jobs.ts'
import type { Services } from '#kernel/services.ts'
import { type Notice, notify } from '#modules/platform/public.ts'
import type { KeptReason } from '#modules/scoring/public.ts'
import { endOfTime } from './clocks.ts'
import { salesManagers } from './managers.ts'
import { type Desk, openDesk, openHandovers } from './open.ts'
import { routeOrphans } from './orphans.ts'

const batchSize = 200
type Step = (tx: Tx, workspaceId: string, at: Date) => Promise<number>
type Row = { id: string; subjectId: string; assigneeId: string | null; name: string; score: number }

/**
 * The clocks of pending leads, every minute. At 75 % of the time the seller is reminded; when it is over the managers of sales
 * are told, also by mail; after three times the time the handover expires and another available seller gets a new one, with
 * clocks of their own; whoever let it expire does not get it again. Without anybody else it stays, overdue, where it is.
 * A lead whom nobody has touched in time is said once, accepted or not. Leads that nobody could get are routed again.
 */
export const watch = defineJob({
  name: 'handovers.watch',
  payload: Type.Object({}),
  retry: { limit: 2 },
  pool: 'interactive',
  async run(_, services, { signal }) {
    const at = services.clock.now()
    const { rows } = await sql<{ id: string }>`select w.id from workspace w
      where exists (select 1 from handover h where h.workspace_id = w.id and h.state = 'pending' and h.reminded_at is null and h.remind_at <= ${at})
        or exists (select 1 from handover h where h.workspace_id = w.id and h.state = 'pending' and h.escalated_at is null and h.escalate_at <= ${at})
        or exists (select 1 from handover h where h.workspace_id = w.id and h.state = 'pending' and h.expire_at <= ${at})
        or exists (select 1 from handover h where h.workspace_id = w.id and h.state in ('pending', 'accepted') and h.first_touch_at is null
          and h.touch_reminded_at is null and h.touch_due_at <= ${at})
        or exists (select 1 from handover h where h.workspace_id = w.id and h.state = 'pending' and h.assignee_id is null)`.execute(
      services.db,
    )
    for (const { id } of rows) {
      for (const step of [routeOrphans, remind, escalate, remindTouch, expire]) {
        if (!signal.aborted) await repeat(services, id, at, step)
      }
    }
  },
})

/** Batches in transactions of their own, until one is not full. */
async function repeat({ db }: Services, workspaceId: string, at: Date, step: Step) {
  for (let batch = 0; batch < 100; batch++) {
    const done = await db.transaction().execute((tx) => step(tx, workspaceId, at))
    if (done < batchSize) return
  }
}

const about = sql`h.id, h.subject_id, h.assignee_id, h.score, coalesce(nullif(c.full_name, ''), c.email, c.phone, '') as name`
const alive = sql`join contact c on c.workspace_id = h.workspace_id and c.subject_id = h.subject_id`
const ids = (rows: readonly Row[]) => rows.map((row) => row.id)
const notice = ({ id, name, score }: Row, kind: string, memberIds: readonly string[], key = ''): Notice => {
  return {
    memberIds,
    kind,
    params: { name, score },
    link: `/inbox?id=${id}`,
    dedupeKey: `${kind} ${id}${key}`,
    mail: true,
  }
}

const remind: Step = async (tx, workspaceId, at) => {
  const { rows } = await sql<
    Row & { isOver: boolean }
  >`select ${about}, h.escalate_at <= ${at} as is_over from handover h ${alive}
    where h.workspace_id = ${workspaceId} and h.state = 'pending' and h.reminded_at is null and h.remind_at <= ${at}
    order by h.remind_at limit ${batchSize} for update of h skip locked`.execute(tx)
  await sql`update handover set reminded_at = ${at} where workspace_id = ${workspaceId} and id = any(${ids(rows)}::uuid[])`.execute(
    tx,
  )
  const due = rows.filter((row) => row.assigneeId !== null && !row.isOver)
  await notify(
    tx,
    at,
    workspaceId,
    due.map((row) => notice(row, 'handover_reminder', [row.assigneeId!])),
  )
  return rows.length
}

const escalate: Step = async (tx, workspaceId, at) => {
  const { rows } = await sql<Row>`select ${about} from handover h ${alive}
    where h.workspace_id = ${workspaceId} and h.state = 'pending' and h.escalated_at is null and h.escalate_at <= ${at}
    order by h.escalate_at limit ${batchSize} for update of h skip locked`.execute(tx)
  if (rows.length === 0) return 0
  await sql`update handover set escalated_at = ${at} where workspace_id = ${workspaceId} and id = any(${ids(rows)}::uuid[])`.execute(
    tx,
  )
  const memberIds = await salesManagers(tx, workspaceId)
  await recordMany(
    tx,
    systemActor(workspaceId),
    at,
    rows.map(({ id, subjectId, assigneeId }) => {
      return {
        name: 'handover.escalated' as const,
        data: { handoverId: id, subjectId, assigneeId, memberIds },
        subjects: [id, subjectId],
      }
    }),
  )
  const overdue = rows.filter((row) => row.assigneeId !== null && !memberIds.includes(row.assigneeId))
  await notify(tx, at, workspaceId, [
    ...rows.map((row) => notice(row, 'handover_escalated', memberIds)),
    ...overdue.map((row) => notice(row, 'handover_overdue', [row.assigneeId!])),
  ])
  return rows.length
}

const remindTouch: Step = async (tx, workspaceId, at) => {
  const { rows } = await sql<Row>`select ${about} from handover h ${alive}
    where h.workspace_id = ${workspaceId} and h.state in ('pending', 'accepted') and h.first_touch_at is null and h.touch_reminded_at is null
      and h.touch_due_at <= ${at}
    order by h.touch_due_at limit ${batchSize} for update of h skip locked`.execute(tx)
  await sql`update handover set touch_reminded_at = ${at} where workspace_id = ${workspaceId} and id = any(${ids(rows)}::uuid[])`.execute(
    tx,
  )
  const known = rows.filter((row) => row.assigneeId !== null)
  await notify(
    tx,
    at,
    workspaceId,
    known.map((row) => notice(row, 'handover_touch_overdue', [row.assigneeId!])),
  )
  return rows.length
}

type Expiring = Row & {
  handRaise: boolean
  reasons: KeptReason[]
  temperature: string
  scoringVersion: number | null
  requestedAt: Date
  firstAssignedAt: Date | null
  note: string | null
  ownerId: string | null
  companyOwnerId: string | null
  /** Everybody who has had this lead since it was requested. */
  hadBy: string[]
}

const expire: Step = async (tx, workspaceId, at) => {
  const { rows } =
    await sql<Expiring>`select ${about}, h.hand_raise, h.reasons, h.temperature, h.scoring_version, h.requested_at,
      h.first_assigned_at, h.note, c.owner_id, co.owner_id as company_owner_id,
      array(select distinct p.assignee_id from handover p where p.workspace_id = ${workspaceId} and p.subject_id = h.subject_id
        and p.requested_at = h.requested_at and p.assignee_id is not null) as had_by
    from handover h ${alive} left join company co on co.workspace_id = c.workspace_id and co.id = c.company_id
    where h.workspace_id = ${workspaceId} and h.state = 'pending' and h.expire_at <= ${at}
    order by h.expire_at limit ${batchSize} for update of h skip locked`.execute(tx)
  if (rows.length === 0) return 0
  const desk = await openDesk(tx, workspaceId, at)
  const [movable, stuck] = [true, false].map((is) => rows.filter((row) => desk.router.hasOther(row.hadBy) === is))
  await postpone(tx, workspaceId, at, desk, stuck!)
  await handOn(tx, workspaceId, at, movable!)
  return rows.length
}

/** Nobody else could take it: it is looked at again after another accept time. */
async function postpone(tx: Tx, workspaceId: string, at: Date, { policy, calendar }: Desk, rows: readonly Row[]) {
  if (rows.length === 0) return
  const next = addBusinessMinutes(calendar, at, policy.acceptBusinessMinutes) ?? endOfTime
  await sql`update handover set expire_at = ${next} where workspace_id = ${workspaceId} and id = any(${ids(rows)}::uuid[])`.execute(
    tx,
  )
}

async function handOn(tx: Tx, workspaceId: string, at: Date, rows: readonly Expiring[]) {
  if (rows.length === 0) return
  const actor = systemActor(workspaceId)
  await sql`update handover set state = 'expired', decided_at = ${at}, version = version + 1
    where workspace_id = ${workspaceId} and id = any(${ids(rows)}::uuid[])`.execute(tx)
  const opened = await openHandovers(
    tx,
    actor,
    at,
    rows.map(({ ownerId, companyOwnerId, hadBy, assigneeId: _, id: _id, ...row }) => {
      return { ...row, byHand: false, ownerIds: [ownerId, companyOwnerId], excludedIds: hadBy }
    }),
  )
  const next = new Map(opened.map((row) => [row.subjectId, row.id]))
  await recordMany(
    tx,
    actor,
    at,
    rows.map(({ id, subjectId, assigneeId }) => {
      const data = { handoverId: id, subjectId, assigneeId, nextHandoverId: next.get(subjectId)! }
      return { name: 'handover.expired' as const, data, subjects: [id, subjectId] }
    }),
  )
  const had = rows.filter((row) => row.assigneeId !== null)
  await notify(
    tx,
    at,
    workspaceId,
    had.map((row) => ({ ...notice(row, 'handover_expired', [row.assigneeId!]), mail: false })),
  )
}
