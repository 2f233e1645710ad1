import { sql } from 'kysely'
import type { Static } from 'typebox'
import type { Handover } from '#contract/handovers.ts'
import { type Locale, translate } from '#kernel/i18n.ts'
import { answersOf, type FormField, type Stage } from '#modules/contacts/public.ts'
import { type KeptReason, sayReasons } from '#modules/scoring/public.ts'
import { endOfTime } from './clocks.ts'
import type { RejectionReason } from './rules/rejection.ts'

export type HandoverView = Static<typeof Handover>
export type HandoverRow = {
  id: string
  subjectId: string
  state: HandoverView['state']
  handRaise: boolean
  reasons: KeptReason[]
  temperature: HandoverView['temperature']
  score: number
  routing: KeptReason | null
  assigneeId: string | null
  requestedAt: Date
  assignedAt: Date | null
  dueAt: Date
  touchDueAt: Date
  clockAt: Date
  firstTouchAt: Date | null
  acceptedAt: Date | null
  decidedAt: Date | null
  decidedBy: string | null
  rejectionReason: RejectionReason | null
  note: string | null
  wakeOn: string | null
  duplicateOfId: string | null
  escalatedAt: Date | null
  dealId: string | null
  version: number
  contactName: string
  contactEmail: string | null
  contactPhone: string | null
  jobTitle: string | null
  lifecycleStage: Stage
  source: string | null
  recycles: number
  companyId: string | null
  companyName: string | null
  assigneeName: string | null
  decidedByName: string | null
  formId: string | null
  formName: string | null
  pageUrl: string | null
  fields: Record<string, unknown> | null
  formFields: readonly FormField[] | null
}

/** Handovers with whom and what they are about; what the person wrote is their last form by then, a hand-raise first. */
export const selectHandovers = sql`select h.id, h.subject_id, h.state, h.hand_raise, h.reasons, h.temperature, h.score, h.routing, h.assignee_id,
    h.requested_at, h.assigned_at, h.due_at, h.touch_due_at, h.clock_at, h.first_touch_at, h.accepted_at, h.decided_at, h.decided_by,
    h.rejection_reason, h.note, h.wake_on, h.duplicate_of_id, h.escalated_at, h.deal_id, h.version,
    c.full_name as contact_name, c.email as contact_email, c.phone as contact_phone, c.job_title, c.lifecycle_stage, c.source, c.recycles,
    c.company_id, co.name as company_name, a.full_name as assignee_name, d.full_name as decided_by_name,
    sent.form_id, sent.form_name, sent.page_url, sent.fields, sent.form_fields
  from handover h
  join contact c on c.workspace_id = h.workspace_id and c.subject_id = h.subject_id and c.deleted_at is null
  left join company co on co.workspace_id = c.workspace_id and co.id = c.company_id
  left join member a on a.workspace_id = h.workspace_id and a.id = h.assignee_id
  left join member d on d.workspace_id = h.workspace_id and d.id = h.decided_by
  left join lateral (
    select s.form_id, f.name as form_name, s.page_url, s.fields, v.definition -> 'fields' as form_fields
    from form_submission s
    left join form f on f.workspace_id = s.workspace_id and f.id = s.form_id
    left join form_version v on v.workspace_id = s.workspace_id and v.form_id = s.form_id and v.form_version = s.form_version
    where s.workspace_id = h.workspace_id and s.subject_id = h.subject_id and s.at <= coalesce(h.decided_at, 'infinity')
    order by (s.hand_raise and h.hand_raise) desc, s.at desc, s.id desc limit 1) sent on true`

/** A row as it is answered, in a language and with the times of a zone. */
export function presentHandover(row: HandoverRow, locale: Locale, timeZone: string): HandoverView {
  const { subjectId, routing, decidedBy, acceptedAt: _a, recycles: _r, fields, formFields, ...rest } = row
  const clock = clockOf(row)
  return {
    ...rest,
    contactId: subjectId,
    contactName: row.contactName || row.contactEmail || row.contactPhone || '',
    requestedAt: row.requestedAt.toISOString(),
    assignedAt: iso(row.assignedAt),
    dueAt: deadline(row.dueAt),
    touchDueAt: deadline(row.touchDueAt),
    clockAt: clock === null ? null : deadline(clock),
    firstTouchAt: iso(row.firstTouchAt),
    escalatedAt: iso(row.escalatedAt),
    decidedAt: iso(row.decidedAt),
    decidedById: decidedBy,
    reasons: sayReasons(locale, timeZone, row.reasons),
    reasonCodes: row.reasons,
    routedBecause: routing && sayRoute(locale, routing),
    answers: answersOf(fields, formFields),
  }
}

/** What runs: pending, the earlier of accepting and touching; accepted, the first touch while there is none. */
function clockOf({ state, clockAt, touchDueAt, firstTouchAt }: HandoverRow): Date | null {
  if (state === 'pending') return clockAt
  return state === 'accepted' && firstTouchAt === null ? touchDueAt : null
}

function sayRoute(locale: Locale, { code, params }: KeptReason): string {
  const { openCount, capacity, rule } = params
  return translate(locale, `handovers.routing.${code}`, {
    openCount: Number(openCount),
    capacity: Number(capacity),
    rule: String(rule),
  })
}

const iso = (at: Date | null) => at?.toISOString() ?? null
const deadline = (at: Date) => (at >= endOfTime ? null : at.toISOString())
