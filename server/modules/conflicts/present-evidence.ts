import { sql } from 'kysely'
import type { Static } from 'typebox'
import { type ConflictEvidence, reasonsOf } from '#contract/conflicts.ts'
import type { Db, Tx } from '#kernel/db.ts'
import { type Metric, measure, unitOf } from './measure.ts'
import { worsened } from './rules/worsened.ts'

export type Stored = {
  id: string
  kind: 'live' | 'number' | 'link'
  label: string | null
  metric: Metric | null
  reason: string | null
  days: number | null
  url: string | null
  value: number | null
  atDecision: number | null
}
type Shown = Static<typeof ConflictEvidence>

export async function selectEvidence(db: Db | Tx, workspaceId: string, conflictId: string): Promise<Stored[]> {
  const { rows } =
    await sql<Stored>`select id, kind, label, metric, reason, days, url, value, at_decision from conflict_evidence
    where workspace_id = ${workspaceId} and conflict_id = ${conflictId} and removed_at is null order by created_at, id`.execute(
      db,
    )
  return rows
}

/** Each piece with what it is now, beside what it was at the decision. */
export async function presentEvidence(
  db: Db | Tx,
  workspaceId: string,
  conflictId: string,
  at: Date,
): Promise<Shown[]> {
  const shown: Shown[] = []
  for (const piece of await selectEvidence(db, workspaceId, conflictId))
    shown.push(await present(db, workspaceId, at, piece))
  return shown
}

async function present(db: Db | Tx, workspaceId: string, at: Date, piece: Stored): Promise<Shown> {
  const { metric, reason } = piece
  const live = metric && (await measure(db, workspaceId, at, { metric, reason, days: piece.days }))
  const value = live ? live.value : piece.value
  return {
    id: piece.id,
    kind: piece.kind,
    label: piece.label,
    metric,
    reason: reasons.find((one) => one === reason) ?? null,
    days: piece.days,
    url: live ? live.url : piece.url,
    unit: metric ? unitOf[metric] : null,
    value,
    parts: live ? live.parts : [],
    atDecision: piece.atDecision,
    worsened: worsened({ value, atDecision: piece.atDecision }),
  }
}
const reasons = [...reasonsOf.rejections, ...reasonsOf.returns]
