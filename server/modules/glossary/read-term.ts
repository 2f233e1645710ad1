import { sql } from 'kysely'
import type { Term, TermNumber, TermRow } from '#contract/glossary.ts'
import type { Db, Tx } from '#kernel/db.ts'
import type { Ctx } from '#kernel/http.ts'
import { numbersOf } from './numbers/numbers-of.ts'
import { ruleOf } from './scoring-rule.ts'
import { type Row, readRow } from './select-terms.ts'

/** A word with the rule and the number behind it, and where the reader may sign. */
export async function readTerm(db: Db | Tx, { actor, clock }: Ctx, id: string): Promise<Term> {
  const { workspaceId } = actor
  const row = await readRow(db, workspaceId, id)
  const [numbers, rule, mySeats] = [
    await numbersOf(db, workspaceId, clock.now(), [row]),
    await ruleOf(db, workspaceId, row.binding),
    actor.permissions.has('glossary.sign') ? await seatsOf(db, workspaceId, actor.id, row) : [],
  ]
  return { ...toTermRow(row, numbers.get(id) ?? null), rule, mySeats }
}

export const toTermRow = (row: Row, number: TermNumber | null): TermRow => {
  const { ruleVersion: _, search: _s, outdatedAt, createdAt, updatedAt, ...rest } = row
  return {
    ...rest,
    number,
    outdatedAt: outdatedAt?.toISOString() ?? null,
    createdAt: createdAt.toISOString(),
    updatedAt: updatedAt.toISOString(),
  }
}

/** The departments of a member for which nobody has signed the newest version yet. */
export async function seatsOf(db: Db | Tx, workspaceId: string, memberId: string, row: Row): Promise<string[]> {
  if (row.state === 'in_force') return []
  const signed = new Set(row.signatures.map((signature) => signature.departmentId))
  const { rows } = await sql<{ id: string }>`select md.department_id as id from member_department md
    where md.workspace_id = ${workspaceId} and md.member_id = ${memberId} and md.department_id = any(${row.departmentIds}::uuid[])`.execute(
    db,
  )
  return rows.map(({ id }) => id).filter((id) => !signed.has(id))
}
