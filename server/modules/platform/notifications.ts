import { sql } from 'kysely'
import type { Input, Reply } from '#contract/kit.ts'
import type { platformRoutes } from '#contract/platform.ts'
import type { Tx } from '#kernel/db.ts'
import { record } from '#kernel/events.ts'
import type { Ctx } from '#kernel/http.ts'
import { decodeCursor, toPage } from '#kernel/page.ts'
import { invalid, Problem } from '#kernel/problem.ts'

type Routes = typeof platformRoutes
type Notification = Reply<Routes['POST /notifications/:id/done']>
type Row = Omit<Notification, 'createdAt' | 'readAt' | 'doneAt' | 'snoozedUntil'> & {
  createdAt: Date
  readAt: Date | null
  doneAt: Date | null
  snoozedUntil: Date | null
}
type Change = 'read' | 'done' | 'reopened' | 'snoozed' | 'all_done'

const columns = sql`id, kind, params, link, created_at, read_at, done_at, snoozed_until`
const farthestSnoozeDays = 366

export async function listNotifications(
  { db, actor, clock }: Ctx,
  { query }: Input<Routes['GET /notifications']>,
): Promise<Reply<Routes['GET /notifications']>> {
  const limit = query.limit ?? 50
  const after = decodeCursor(query.after, 1)
  const now = clock.now()
  const state = query.state ?? 'inbox'
  const inState = {
    inbox: sql`done_at is null and (snoozed_until is null or snoozed_until <= ${now})`,
    done: sql`done_at is not null`,
    snoozed: sql`done_at is null and snoozed_until > ${now}`,
  }[state]
  const { rows } = await sql<Row>`select ${columns} from notification
    where workspace_id = ${actor.workspaceId} and member_id = ${actor.id} and ${inState} ${after ? sql`and id < ${after[0]}::uuid` : sql``}
    order by id desc limit ${limit + 1}`.execute(db)
  return toPage(rows, limit, toNotification, (row) => [row.id])
}

export async function countNotifications({
  db,
  actor,
  clock,
}: Ctx): Promise<Reply<Routes['GET /notifications/count']>> {
  const now = clock.now()
  const { rows } = await sql<{
    unread: number
    inbox: number
  }>`select count(*) filter (where read_at is null) as unread, count(*) as inbox
    from notification
    where workspace_id = ${actor.workspaceId} and member_id = ${actor.id} and done_at is null and (snoozed_until is null or snoozed_until <= ${now})`.execute(
    db,
  )
  return rows[0]!
}

export const markRead = (ctx: Ctx, { params }: Input<Routes['POST /notifications/:id/reading']>) =>
  change(ctx, params.id, 'read', (at) => sql`read_at = coalesce(read_at, ${at})`)
export const markDone = (ctx: Ctx, { params }: Input<Routes['POST /notifications/:id/done']>) =>
  change(
    ctx,
    params.id,
    'done',
    (at) => sql`read_at = coalesce(read_at, ${at}), done_at = coalesce(done_at, ${at}), snoozed_until = null`,
  )
export const reopen = (ctx: Ctx, { params }: Input<Routes['DELETE /notifications/:id/done']>) =>
  change(ctx, params.id, 'reopened', () => sql`done_at = null, snoozed_until = null`)

export async function snooze(
  ctx: Ctx,
  { params, body }: Input<Routes['POST /notifications/:id/snooze']>,
): Promise<Notification> {
  const until = new Date(body.until)
  const now = ctx.clock.now()
  if (until <= now) throw invalid('/until', 'date_in_past')
  if (until.getTime() - now.getTime() > farthestSnoozeDays * 86_400_000)
    throw invalid('/until', 'maximum', { limit: farthestSnoozeDays })
  return change(
    ctx,
    params.id,
    'snoozed',
    (at) => sql`read_at = coalesce(read_at, ${at}), done_at = null, snoozed_until = ${until}`,
  )
}

export async function markAllDone(ctx: Ctx): Promise<Reply<Routes['POST /notifications/all-done']>> {
  return ctx.transact(async (tx) => {
    const at = ctx.clock.now()
    const { rows } = await sql<{
      id: string
    }>`update notification set done_at = ${at}, read_at = coalesce(read_at, ${at})
      where workspace_id = ${ctx.actor.workspaceId} and member_id = ${ctx.actor.id} and done_at is null
        and (snoozed_until is null or snoozed_until <= ${at})
      returning id`.execute(tx)
    if (rows.length > 0) await tell(ctx, tx, at, 'all_done')
    return { done: rows.length }
  })
}

/** Somebody else's notification is not there. */
async function change(
  ctx: Ctx,
  id: string,
  what: Change,
  set: (at: Date) => ReturnType<typeof sql>,
): Promise<Notification> {
  return ctx.transact(async (tx) => {
    const at = ctx.clock.now()
    const { rows } = await sql<Row>`update notification set ${set(at)}
      where workspace_id = ${ctx.actor.workspaceId} and member_id = ${ctx.actor.id} and id = ${id} returning ${columns}`.execute(
      tx,
    )
    if (!rows[0]) throw new Problem('not_found')
    await tell(ctx, tx, at, what)
    return toNotification(rows[0])
  })
}

/** The person's other screens hear of it. */
const tell = (ctx: Ctx, tx: Tx, at: Date, what: Change) =>
  record(tx, ctx.actor, at, 'notification.changed', { memberId: ctx.actor.id, change: what }, [ctx.actor.id])

const toNotification = (row: Row): Notification => ({
  ...row,
  createdAt: row.createdAt.toISOString(),
  readAt: row.readAt?.toISOString() ?? null,
  doneAt: row.doneAt?.toISOString() ?? null,
  snoozedUntil: row.snoozedUntil?.toISOString() ?? null,
})
