import { sql } from 'kysely'
import type { activityKinds } from '#contract/activities.ts'
import type { Ctx } from '#kernel/http.ts'
import { decodeCursor, toPage } from '#kernel/page.ts'
import { selectActivities, toActivity } from './select-activities.ts'

type Query = {
  after?: string
  limit?: number
  contactId?: string
  companyId?: string
  dealId?: string
  authorId?: string
  kind?: (typeof activityKinds)[number][]
}

/** What people logged, newest first by when it happened. */
export async function listActivities(
  { db, actor }: Ctx,
  { after, limit = 50, contactId, companyId, dealId, authorId, kind }: Query,
) {
  const cursor = decodeCursor(after, 2)
  const where = sql.join(
    [
      sql`a.deleted_at is null`,
      contactId && sql`a.subject_id = ${contactId}`,
      companyId && sql`a.company_id = ${companyId}`,
      dealId && sql`a.deal_id = ${dealId}`,
      authorId && sql`a.author_id = ${authorId}`,
      kind?.length && sql`a.kind = any(${kind}::text[])`,
      cursor && sql`(a.happened_at, a.id) < (${cursor[0]}::timestamptz, ${cursor[1]}::uuid)`,
    ].filter((part) => part !== null && typeof part === 'object'),
    sql` and `,
  )
  const { rows } = await selectActivities(
    actor.workspaceId,
    sql`${where} order by a.happened_at desc, a.id desc limit ${limit + 1}`,
  ).execute(db)
  return toPage(rows, limit, toActivity, (row) => [row.happenedAt.toISOString(), row.id])
}
