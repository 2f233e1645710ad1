import { sql } from 'kysely'
import type { BehindLead, clauseNames, DeliveredContact, leadStates } from '#contract/agreement-parts.ts'
import { addDays, localDate, startOfLocalDay } from '#kernel/calendar/zone.ts'
import type { Ctx } from '#kernel/http.ts'
import { decodeCursor, toPage } from '#kernel/page.ts'
import { invalid } from '#kernel/problem.ts'
import { calendarOf } from '#modules/accounts/public.ts'
import { inForceOn } from './attainment.ts'
import { type Lead, leadsOf } from './facts.ts'
import { monthOf } from './rules/marketing.ts'
import { standingOn } from './rules/sales.ts'
import { readRow } from './select-agreements.ts'
import { marketingTerms, salesTerms } from './terms.ts'

type Paging = { after?: string; limit?: number; on?: string }
type LeadQuery = Paging & { state?: (typeof leadStates)[number]; clause?: (typeof clauseNames)[number] }
const nothing = { items: [], next: null }

/**
 * Exactly the leads that a day's numbers count, by how they stand; of `clause` with a state, those whose clause stands so.
 * Answers nothing for a day without a version in force.
 */
export async function listLeads(ctx: Ctx, id: string, { after, limit = 50, on, state, clause }: LeadQuery) {
  const { db, actor, clock } = ctx
  const { workspaceId } = actor
  const at = clock.now()
  const { direction } = await readRow(db, workspaceId, id)
  const calendar = await calendarOf(db, workspaceId)
  const day = on ?? localDate(calendar.timeZone, at)
  if (day > localDate(calendar.timeZone, at)) throw invalid('/on', 'in_future')
  const inForce = await inForceOn(db, workspaceId, id, day)
  if (direction !== 'sales_to_marketing' || !inForce) return nothing
  const terms = salesTerms(inForce.terms)
  const leads = await leadsOf(db, workspaceId, terms, calendar, [day])
  const cursor = decodeCursor(after, 2)
  const shown = standingOn(day, terms, calendar, leads, at)
    .filter(({ sla }) => state === undefined || (clause ? sla[clause].state : sla.overall) === state)
    .filter(({ lead }) => !cursor || isAfter(lead, String(cursor[0]), String(cursor[1])))
  return toPage(
    shown.slice(0, limit + 1),
    limit,
    ({ lead, sla }): BehindLead => ({
      handoverId: lead.id,
      contactId: lead.subjectId,
      contactName: lead.name,
      assigneeId: lead.assigneeId,
      handRaise: lead.isHandRaise,
      assignedAt: lead.assignedAt.toISOString(),
      state: sla.overall,
      clauses: { accept: said(sla.accept), firstTouch: said(sla.firstTouch), attempts: said(sla.attempts) },
    }),
    ({ lead }) => [lead.requestedAt.toISOString(), lead.id],
  )
}

const said = ({
  state,
  dueAt,
  at,
}: {
  state: BehindLead['clauses']['accept']['state']
  dueAt: Date | null
  at: Date | null
}) => ({
  state,
  dueAt: dueAt?.toISOString() ?? null,
  at: at?.toISOString() ?? null,
})

/** Leads come newest first, equal instants by id. */
function isAfter(lead: Lead, requestedAt: string, id: string): boolean {
  const own = lead.requestedAt.toISOString()
  return own < requestedAt || (own === requestedAt && lead.id < id)
}

type Delivered = Omit<DeliveredContact, 'at'> & { at: Date }

/** Exactly the people that a day's delivered value counts: those who got there in its month up to it. */
export async function listDeliveries(
  ctx: Ctx,
  id: string,
  { after, limit = 50, on, source }: Paging & { source?: string },
) {
  const { db, actor, clock } = ctx
  const { workspaceId } = actor
  const { direction } = await readRow(db, workspaceId, id)
  const { timeZone } = await calendarOf(db, workspaceId)
  const day = on ?? localDate(timeZone, clock.now())
  const inForce = await inForceOn(db, workspaceId, id, day)
  if (direction !== 'marketing_to_sales' || !inForce) return nothing
  const { unit } = marketingTerms(inForce.terms)
  const since = startOfLocalDay(timeZone, monthOf(day))
  const until = startOfLocalDay(timeZone, addDays(day, 1))
  const cursor = decodeCursor(after, 2)
  const { rows } = await sql<Delivered>`with reached as (
      select t.subject_id, min(t.at) as at from lifecycle_transition t
      where t.workspace_id = ${workspaceId} and t.to_stage = ${unit} and t.at >= ${since} and t.at < ${until} group by 1)
    select c.subject_id as contact_id, coalesce(nullif(c.full_name, ''), c.email, c.phone, '') as contact_name,
      nullif(c.source, '') as source, r.at
    from reached r
    join contact c on c.workspace_id = ${workspaceId} and c.subject_id = r.subject_id and c.deleted_at is null
    where true ${source === undefined ? sql`` : sql`and coalesce(c.source, '') = ${source}`}
      ${cursor ? sql`and (r.at, r.subject_id) < (${cursor[0]}::timestamptz, ${cursor[1]}::uuid)` : sql``}
    order by r.at desc, r.subject_id desc limit ${limit + 1}`.execute(db)
  return toPage(
    rows,
    limit,
    (row): DeliveredContact => ({ ...row, at: row.at.toISOString() }),
    (row) => [row.at.toISOString(), row.contactId],
  )
}
