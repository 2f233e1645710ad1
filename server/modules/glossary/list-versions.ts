import { sql } from 'kysely'
import type { TermVersion } from '#contract/glossary.ts'
import type { Ctx } from '#kernel/http.ts'
import { decodeCursor, toPage } from '#kernel/page.ts'
import { changesBetween } from './content.ts'
import { readRow, signaturesOf } from './select-terms.ts'

type Row = Omit<TermVersion, 'changes' | 'createdAt' | 'proposedAt' | 'inForceAt'> & {
  createdAt: Date
  proposedAt: Date | null
  inForceAt: Date | null
}

/** Every version, newest first, each with what it changed against the one before. */
export async function listVersions(ctx: Ctx, id: string, { after, limit = 50 }: { after?: string; limit?: number }) {
  const { workspaceId } = ctx.actor
  await readRow(ctx.db, workspaceId, id)
  const [below = null] = decodeCursor(after, 1) ?? []
  // One more than the page shows and one more to compare the last of them with.
  const { rows } =
    await sql<Row>`select v.term_version, v.state, v.name, v.aliases, v.definition, v.example, v.binding, v.department_ids,
      ${signaturesOf(workspaceId)} as signatures, v.created_by, v.created_at, v.proposed_at, v.in_force_at
    from term_version v where v.workspace_id = ${workspaceId} and v.term_id = ${id}
      and (${below}::integer is null or v.term_version < ${below}::integer)
    order by v.term_version desc limit ${limit + 1}`.execute(ctx.db)
  const before = new Map(rows.map((row, index) => [row, rows[index + 1]]))
  return toPage(
    rows,
    limit,
    (row): TermVersion => {
      const older = before.get(row)
      return {
        ...row,
        createdAt: row.createdAt.toISOString(),
        proposedAt: row.proposedAt?.toISOString() ?? null,
        inForceAt: row.inForceAt?.toISOString() ?? null,
        changes: older ? changesBetween(older, row) : {},
      }
    },
    (row) => [row.termVersion],
  )
}
