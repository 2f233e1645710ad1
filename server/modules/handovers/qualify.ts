import { sql } from 'kysely'
import type { Tx } from '#kernel/db.ts'
import type { Actor } from '#kernel/events.ts'
import { moveLifecycle, type NewRow, type Stage } from '#modules/contacts/public.ts'
import { type KeptReason, keepReasons, type Rescored } from '#modules/scoring/public.ts'
import { type Desk, openHandovers } from './open.ts'

type Facts = {
  subjectId: string
  name: string
  lifecycleStage: Stage
  ownerId: string | null
  companyOwnerId: string | null
  hasBasis: boolean
  hasPending: boolean
  lastRequestedAt: Date | null
}

/**
 * Hands qualified people over to sales (mechanisms §1): moves them to MQL, opens one pending handover each, routes it and
 * starts its clocks. Nothing is asked of the database when nobody qualifies; else a constant number of statements.
 *
 * A request to be contacted is handed over at any stage, once per request, and is its own lawful basis. A score hands over
 * only subscribers and leads for whom some purpose is granted: the recycled sleep until their wake date or their next request.
 */
export async function qualify(
  tx: Tx,
  actor: Actor,
  at: Date,
  rescored: readonly Rescored[],
): Promise<{ subjectId: string; handoverId: string }[]> {
  const candidates = rescored.filter((row) => row.isMql)
  if (candidates.length === 0) return []
  const facts = await loadFacts(
    tx,
    actor.workspaceId,
    candidates.map((row) => row.subjectId),
  )
  const leads = candidates.flatMap((row) => {
    const known = facts.get(row.subjectId)
    return known && isDue(row, known) ? [{ row, known, asks: asksAgain(row, known) }] : []
  })
  if (leads.length === 0) return []
  await moveLifecycle(
    tx,
    actor,
    at,
    leads
      .filter(({ known }) => becomesMql.has(known.lifecycleStage))
      .map(({ row }) => ({ ...toMql(row), subjectId: row.subjectId, by: 'rule' as const, wakeOn: null })),
  )
  return open(tx, actor, at, leads)
}

type Lead = { row: Rescored; known: Pick<Facts, 'name' | 'ownerId' | 'companyOwnerId'>; asks: boolean }

async function open(tx: Tx, actor: Actor, at: Date, leads: readonly Lead[], newAt?: Desk) {
  const opened = await openHandovers(
    tx,
    actor,
    at,
    leads.map(({ row, known, asks }) => ({
      subjectId: row.subjectId,
      name: known.name,
      handRaise: asks,
      byHand: false,
      reasons: reasonsOf(row),
      temperature: row.score?.temperature ?? 'cold',
      score: row.score?.total ?? 0,
      scoringVersion: row.modelVersion,
      requestedAt: (asks ? row.handRaisedAt : null) ?? at,
      ownerIds: [known.ownerId, known.companyOwnerId],
    })),
    newAt,
  )
  return opened.map(({ subjectId, id }) => ({ subjectId, handoverId: id }))
}

/** The step to MQL of somebody who is about to be written as a lead, or none. Who takes it is handed over by `handOverNew`. */
export const promotionOf = (reading: Rescored, hasBasis: boolean) =>
  reading.isMql && (reading.handRaised || hasBasis) ? toMql(reading) : undefined

/** Opens the handovers of people just written with their promotion, at the desk that was opened before they were. */
export const handOverNew = (
  tx: Tx,
  actor: Actor,
  at: Date,
  people: readonly { row: NewRow; reading: Rescored; companyOwnerId: string | null }[],
  desk: Desk,
) =>
  people.length === 0
    ? []
    : open(
        tx,
        actor,
        at,
        people.map(({ row, reading, companyOwnerId }) => ({
          row: reading,
          known: { name: row.fullName || row.email || row.phone || '', ownerId: row.ownerId, companyOwnerId },
          asks: reading.handRaised,
        })),
        desk,
      )

const becomesMql: ReadonlySet<Stage> = new Set<Stage>(['subscriber', 'lead', 'recycled', 'disqualified'])
const byScore: ReadonlySet<Stage> = new Set<Stage>(['subscriber', 'lead'])

function isDue(row: Rescored, known: Facts): boolean {
  if (known.hasPending) return false
  return asksAgain(row, known) || (byScore.has(known.lifecycleStage) && known.hasBasis)
}

/** Whether the person asks to be contacted and this request has not been handed over yet. */
function asksAgain({ handRaised, handRaisedAt }: Rescored, { lastRequestedAt }: Facts): boolean {
  return handRaised && handRaisedAt !== null && (lastRequestedAt === null || handRaisedAt > lastRequestedAt)
}

function toMql({ score, handRaised, modelVersion }: Rescored) {
  const { fit = null, engagement = null, temperature = null } = score ?? {}
  const reason = handRaised ? 'hand_raise' : 'score'
  return {
    to: 'mql' as const,
    reason,
    ruleVersion: modelVersion,
    evidence: { handRaised, fit, engagement, temperature },
  }
}

/** Who is not profiled has no score to explain: what counts is the request. */
function reasonsOf({ score, handRaisedAt }: Rescored): KeptReason[] {
  if (score !== null) return keepReasons(score.reasons, score.contributions)
  return handRaisedAt === null ? [] : [{ code: 'hand_raise', params: { at: handRaisedAt.toISOString() } }]
}

export async function loadFacts(
  tx: Tx,
  workspaceId: string,
  subjectIds: readonly string[],
): Promise<Map<string, Facts>> {
  const { rows } =
    await sql<Facts>`select c.subject_id, coalesce(nullif(c.full_name, ''), c.email, c.phone, '') as name,
      c.lifecycle_stage, c.owner_id, co.owner_id as company_owner_id,
      exists (select 1 from (
        select distinct on (purpose) state from consent
        where workspace_id = ${workspaceId} and subject_id = c.subject_id order by purpose, at desc, id desc) latest
        where latest.state = 'granted') as has_basis,
      h.has_pending, h.last_requested_at
    from contact c left join company co on co.workspace_id = c.workspace_id and co.id = c.company_id
    cross join lateral (select coalesce(bool_or(h.state = 'pending'), false) as has_pending, max(h.requested_at) as last_requested_at
      from handover h where h.workspace_id = ${workspaceId} and h.subject_id = c.subject_id) h
    where c.workspace_id = ${workspaceId} and c.subject_id = any(${subjectIds}::uuid[]) and c.deleted_at is null`.execute(
      tx,
    )
  return new Map(rows.map((row) => [row.subjectId, row]))
}
