import { sql } from 'kysely'
import type { CalendarFeed, calendarFeedsRoutes, publicCalendarFeedsRoutes } from '#contract/calendar-feeds.ts'
import type { Input, Reply } from '#contract/kit.ts'
import { record } from '#kernel/events.ts'
import type { Ctx } from '#kernel/http.ts'
import { asLocale, translate } from '#kernel/i18n.ts'
import { newId } from '#kernel/id.ts'
import { Problem } from '#kernel/problem.ts'
import { newToken, sha256 } from '#kernel/secrets.ts'
import { isInvited } from '../list-meetings.ts'
import { requireMeeting } from '../select-meetings.ts'
import { selectMasters, selectSingles } from './select-events.ts'
import { writeCalendar } from './write-calendar.ts'

type Row = { id: string; name: string; createdAt: Date; lastReadAt: Date | null }
const mostFeeds = 10

export async function listFeeds({ db, actor }: Ctx): Promise<{ items: CalendarFeed[]; next: null }> {
  const { rows } = await sql<Row>`select id, name, created_at, last_read_at from calendar_feed
    where workspace_id = ${actor.workspaceId} and member_id = ${actor.id} and revoked_at is null order by id desc`.execute(
    db,
  )
  return { items: rows.map(toFeed), next: null }
}

/** The secret is in the answer and nowhere else. */
export const createFeed = (
  ctx: Ctx,
  given: { name?: string },
): Promise<Reply<(typeof calendarFeedsRoutes)['POST /calendar-feeds']>> =>
  ctx.transact(async (tx) => {
    const { workspaceId, id: memberId } = ctx.actor
    const at = ctx.clock.now()
    const { rows } = await sql`select id from calendar_feed
      where workspace_id = ${workspaceId} and member_id = ${memberId} and revoked_at is null for update`.execute(tx)
    if (rows.length >= mostFeeds)
      throw new Problem('unprocessable', {}, [{ pointer: '', rule: 'too_many_feeds', params: { limit: mostFeeds } }])
    const row: Row = { id: newId(), name: given.name?.trim() || 'Tándem', createdAt: at, lastReadAt: null }
    const token = newToken()
    await sql`insert into calendar_feed (workspace_id, id, member_id, name, token_hash, created_at)
      values (${workspaceId}, ${row.id}, ${memberId}, ${row.name}, ${sha256(token)}, ${at})`.execute(tx)
    await record(tx, ctx.actor, at, 'calendar_feed.created', { feedId: row.id }, [row.id])
    return { ...toFeed(row), url: `${ctx.publicUrl}/cal/${token}.ics` }
  })

export const revokeFeed = (ctx: Ctx, id: string): Promise<void> =>
  ctx.transact(async (tx) => {
    const at = ctx.clock.now()
    const { rows } =
      await sql`update calendar_feed set revoked_at = ${at} where workspace_id = ${ctx.actor.workspaceId} and id = ${id}
      and member_id = ${ctx.actor.id} and revoked_at is null returning 1`.execute(tx)
    if (rows.length === 0) throw new Problem('not_found')
    await record(tx, ctx.actor, at, 'calendar_feed.revoked', { feedId: id }, [id])
  })

const toFeed = ({ id, name, createdAt, lastReadAt }: Row): CalendarFeed => ({
  id,
  name,
  createdAt: createdAt.toISOString(),
  lastReadAt: lastReadAt?.toISOString() ?? null,
})

type Owner = { workspaceId: string; id: string; memberId: string; locale: string; workspaceName: string; days: number }
const dayMs = 86_400_000
const backDays = 90

/** The calendar of whoever holds the secret: series with all their exceptions, and single meetings. */
export async function serveFeed(
  ctx: Ctx,
  { params }: Input<(typeof publicCalendarFeedsRoutes)['GET /cal/:file']>,
): Promise<void> {
  const token = /^([A-Za-z0-9_-]{20,80})\.ics$/.exec(params.file)?.[1]
  const owner = token ? await ownerOf(ctx, token) : null
  if (!owner) throw new Problem('not_found')
  const { workspaceId, memberId } = owner
  const at = new Date(ctx.clock.now().getTime() + owner.days * dayMs)
  const since = new Date(at.getTime() - backDays * dayMs)
  const masters = await selectMasters(
    ctx.db,
    workspaceId,
    ctx.publicUrl,
    sql`s.deleted_at is null and (r.last_on is null or r.last_on >= ${since.toISOString().slice(0, 10)}) and (s.leader_id = ${memberId} or exists (
      select 1 from meeting_series_seat c join member_department md on md.workspace_id = ${workspaceId} and md.department_id = c.department_id
      where c.workspace_id = ${workspaceId} and c.series_id = s.id and md.member_id = ${memberId}))`,
  )
  const singles = await selectSingles(
    ctx.db,
    workspaceId,
    ctx.publicUrl,
    sql`m.deleted_at is null and m.state <> 'cancelled' and m.starts_at >= ${since} and (m.series_id is null or m.is_edited or m.segment is null)
      and ${isInvited(workspaceId, memberId)}`,
  )
  await sql`update calendar_feed set last_read_at = ${ctx.clock.now()} where workspace_id = ${workspaceId} and id = ${owner.id}`.execute(
    ctx.db,
  )
  const name = translate(asLocale(owner.locale), 'meetings.feedName', { workspace: owner.workspaceName })
  send(ctx, writeCalendar(name, [...masters, ...singles], { at, method: 'PUBLISH' }), 'tandem.ics')
}

/** By its secret alone: a public address names no workspace. Whoever left has no calendar any more. */
async function ownerOf({ db }: Ctx, token: string): Promise<Owner | null> {
  const { rows } =
    await sql<Owner>`select f.workspace_id, f.id, f.member_id, m.locale, w.name as workspace_name, w.clock_offset_days as days
    from calendar_feed f join member m on m.workspace_id = f.workspace_id and m.id = f.member_id and m.removed_at is null
    join workspace w on w.id = f.workspace_id
    where f.token_hash = ${sha256(token)} and f.revoked_at is null`.execute(db)
  return rows[0] ?? null
}

/** One meeting as a file, for any calendar program. */
export async function serveMeeting(ctx: Ctx, id: string): Promise<void> {
  const { workspaceId } = ctx.actor
  const { name } = await requireMeeting(ctx.db, workspaceId, id)
  const events = await selectSingles(ctx.db, workspaceId, ctx.publicUrl, sql`m.id = ${id}`)
  const alone = events.map((event) => ({ ...event, uid: id, recurrenceId: null }))
  send(ctx, writeCalendar(name, alone, { at: ctx.clock.now(), method: 'PUBLISH' }), 'meeting.ics')
}

function send({ reply }: Ctx, calendar: string, file: string): void {
  reply
    .header('content-type', 'text/calendar; charset=utf-8')
    .header('content-disposition', `attachment; filename="${file}"`)
    .header('cache-control', 'private, no-store')
    .send(calendar)
}
