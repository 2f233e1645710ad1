import type { Ctx } from '#kernel/http.ts'
import { decodeCursor, encodeCursor } from '#kernel/page.ts'
import { findByCondition } from './numbers/match-contacts.ts'
import { readRow } from './select-terms.ts'

/** Exactly the contacts that the number of a word bound to a condition counts; other words have a list of their own. */
export async function listRecords(ctx: Ctx, id: string, { after, limit = 50 }: { after?: string; limit?: number }) {
  const { workspaceId } = ctx.actor
  const { binding } = await readRow(ctx.db, workspaceId, id)
  if (binding.kind !== 'condition') return { items: [], next: null }
  const cursor = decodeCursor(after, 2)
  const place = cursor && { createdAt: new Date(String(cursor[0])), subjectId: String(cursor[1]) }
  const { found, stoppedAt } = await findByCondition(ctx.db, workspaceId, binding.condition, place, limit)
  return {
    items: found.map(({ subjectId, createdAt, fullName, email }) => {
      return { id: subjectId, fullName, email, createdAt: createdAt.toISOString() }
    }),
    next: stoppedAt && encodeCursor([stoppedAt.createdAt.toISOString(), stoppedAt.subjectId]),
  }
}
