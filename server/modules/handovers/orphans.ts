import { sql } from 'kysely'
import type { Tx } from '#kernel/db.ts'
import { recordMany, systemActor } from '#kernel/events.ts'
import { notify } from '#modules/platform/public.ts'
import { attributesOf, loadSubjects } from '#modules/scoring/public.ts'
import { clocksFrom } from './clocks.ts'
import { keepRoute, openDesk } from './open.ts'

const batchSize = 200
type Row = {
  id: string
  subjectId: string
  handRaise: boolean
  score: number
  ownerId: string | null
  companyOwnerId: string | null
}

/** Leads that came when nobody could take them go to who is there now; their clocks start with having somebody. */
export async function routeOrphans(tx: Tx, workspaceId: string, at: Date): Promise<number> {
  const { rows } =
    await sql<Row>`select h.id, h.subject_id, h.hand_raise, h.score, c.owner_id, co.owner_id as company_owner_id
    from handover h join contact c on c.workspace_id = h.workspace_id and c.subject_id = h.subject_id
    left join company co on co.workspace_id = c.workspace_id and co.id = c.company_id
    where h.workspace_id = ${workspaceId} and h.state = 'pending' and h.assignee_id is null
    order by h.requested_at, h.id limit ${batchSize} for update of h skip locked`.execute(tx)
  if (rows.length === 0) return 0
  const { policy, calendar, router } = await openDesk(tx, workspaceId, at)
  const subjects = new Map(
    (
      await loadSubjects(
        tx,
        workspaceId,
        rows.map((row) => row.subjectId),
      )
    ).map((subject) => [subject.subjectId, subject]),
  )
  const clocks = [false, true].map((isHandRaise) => clocksFrom(policy, calendar, at, isHandRaise))
  const routed = rows.flatMap((row) => {
    const subject = subjects.get(row.subjectId)
    const chosen =
      subject && router.next({ attributes: attributesOf(subject), ownerIds: [row.ownerId, row.companyOwnerId] })
    if (!chosen) return []
    const name = subject.fullName || subject.email || subject.phone || ''
    return [{ ...row, ...clocks[Number(row.handRaise)]!, name, memberId: chosen.memberId, routing: keepRoute(chosen) }]
  })
  if (routed.length === 0) return 0
  await sql`update handover h set assignee_id = r."memberId", routing = r.routing, assigned_at = ${at},
      first_assigned_at = coalesce(h.first_assigned_at, ${at}::timestamptz), due_at = r."dueAt", touch_due_at = r."touchDueAt", clock_at = r."clockAt",
      remind_at = r."remindAt", escalate_at = r."escalateAt", expire_at = r."expireAt", escalated_at = null, version = h.version + 1
    from jsonb_to_recordset(${JSON.stringify(routed)}::jsonb) as r(id uuid, "memberId" uuid, routing jsonb, "dueAt" timestamptz,
      "touchDueAt" timestamptz, "clockAt" timestamptz, "remindAt" timestamptz, "escalateAt" timestamptz, "expireAt" timestamptz)
    where h.workspace_id = ${workspaceId} and h.id = r.id`.execute(tx)
  await recordMany(
    tx,
    systemActor(workspaceId),
    at,
    routed.map(({ id, subjectId, memberId }) => {
      return {
        name: 'handover.assigned' as const,
        data: { handoverId: id, subjectId, from: null, to: memberId },
        subjects: [id, subjectId],
      }
    }),
  )
  await notify(
    tx,
    at,
    workspaceId,
    routed.map(({ id, memberId, handRaise, name, score }) => ({
      memberIds: [memberId],
      kind: handRaise ? 'handover_hand_raise' : 'handover_assigned',
      params: { name, score },
      link: `/inbox?id=${id}`,
      dedupeKey: `handover_assigned ${id} ${memberId}`,
      mail: handRaise,
    })),
  )
  return routed.length
}
