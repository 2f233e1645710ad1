import { sql } from 'kysely'
import type { Static } from 'typebox'
import type { Conflict, ConflictDecision, ConflictSide } from '#contract/conflicts.ts'
import type { Db, Tx } from '#kernel/db.ts'
import type { Ctx } from '#kernel/http.ts'
import { presentEvidence } from './present-evidence.ts'
import { readRow, toSummary } from './select-conflicts.ts'

type Side = Omit<Static<typeof ConflictSide>, 'viewedAt'> & { viewedAt: Date | null }
type Decision = Omit<Static<typeof ConflictDecision>, 'decidedAt' | 'reviewedAt'> & {
  decidedAt: Date
  reviewedAt: Date | null
}

/** A conflict with its sides, its data as of now, and every decision that was taken. Throws 404. */
export async function readConflict(db: Db | Tx, ctx: Ctx, id: string): Promise<Conflict> {
  const { workspaceId } = ctx.actor
  const row = await readRow(db, workspaceId, id)
  const sides = await selectSides(db, workspaceId, id)
  const { rows: decisions } =
    await sql<Decision>`select id, body as text, decided_by, decided_at, meeting_id, review_on, outcome, note, reviewed_by, reviewed_at
    from conflict_decision where workspace_id = ${workspaceId} and conflict_id = ${id} order by decided_at desc, id desc`.execute(
      db,
    )
  return {
    ...toSummary(row),
    text: row.body,
    sides: sides.map((side) => ({ ...side, viewedAt: side.viewedAt?.toISOString() ?? null })),
    evidence: await presentEvidence(db, workspaceId, id, ctx.clock.now()),
    decisions: decisions.map((one) => ({
      ...one,
      decidedAt: one.decidedAt.toISOString(),
      reviewedAt: one.reviewedAt?.toISOString() ?? null,
    })),
    createdBy: row.createdBy,
    updatedAt: row.updatedAt.toISOString(),
  }
}

export async function selectSides(db: Db | Tx, workspaceId: string, conflictId: string): Promise<Side[]> {
  const { rows } =
    await sql<Side>`select s.department_id, d.key as department_key, d.name as department_name, s.owner_id, s.view, s.viewed_at
    from conflict_side s join department d on d.workspace_id = s.workspace_id and d.id = s.department_id
    where s.workspace_id = ${workspaceId} and d.workspace_id = ${workspaceId} and s.conflict_id = ${conflictId} order by s.position`.execute(
      db,
    )
  return rows
}
