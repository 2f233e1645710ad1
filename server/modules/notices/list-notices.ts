import { sql } from 'kysely'
import type { noticesRoutes } from '#contract/notices.ts'
import type { Ctx, Handlers } from '#kernel/http.ts'
import { decodeCursor, toPage } from '#kernel/page.ts'
import { foldText } from '#kernel/text.ts'
import { describeAbouts, selectNotices, toRow } from './select-notices.ts'

type Query = Parameters<Handlers<typeof noticesRoutes>['GET /notices']>[1]['query']

/** Newest first. Drafts stand only in the box of who wrote them; what is for me leaves it when it is retired. */
export async function listNotices(
  ctx: Ctx,
  { after, limit = 50, box = 'all', q, kind, state, awaitsMe, projectId }: Query,
) {
  const { actor, db } = ctx
  const cursor = decodeCursor(after, 2)
  const parts = [
    sql`n.deleted_at is null`,
    box === 'mine'
      ? sql`n.created_by = ${actor.id}`
      : box === 'for_me'
        ? sql`r.member_id is not null and n.state <> 'draft'`
        : sql`n.state <> 'draft'`,
    ...(state?.length ? [sql`n.state = any(${state})`] : box === 'for_me' ? [sql`n.state = 'published'`] : []),
    ...(kind?.length ? [sql`n.kind = any(${kind})`] : []),
    ...(awaitsMe === undefined ? [] : [awaitsMe ? waits : sql`not (${waits})`]),
    ...(projectId ? [sql`n.project_id = ${projectId}`] : []),
    ...foldText(q ?? '')
      .split(' ')
      .filter((word) => word !== '')
      .map((word) => sql`n.search like ${`%${word.replace(/[\\%_]/g, '\\$&')}%`}`),
    ...(cursor ? [sql`(n.created_at, n.id) < (${cursor[0]}::timestamptz, ${cursor[1]}::uuid)`] : []),
  ]
  const { rows } = await selectNotices(
    actor,
    ctx.clock.now(),
    sql`${sql.join(parts, sql` and `)} order by n.created_at desc, n.id desc limit ${limit + 1}`,
  ).execute(db)
  const described = await describeAbouts(db, actor.workspaceId, rows)
  return toPage(
    rows,
    limit,
    (row) => toRow(row, described),
    (row) => [row.createdAt.toISOString(), row.id],
  )
}

const waits = sql`n.state = 'published' and n.acknowledgement and r.member_id is not null and r.acknowledged_at is null`
