import { sql } from 'kysely'
import type { noticesRoutes } from '#contract/notices.ts'
import { localDate, startOfLocalDay } from '#kernel/calendar/zone.ts'
import { record } from '#kernel/events.ts'
import type { Ctx, Handlers } from '#kernel/http.ts'
import { Problem } from '#kernel/problem.ts'
import { calendarOf, membersById } from '#modules/accounts/public.ts'
import { notify } from '#modules/platform/public.ts'
import { factsOf, lockNotice } from './select-notices.ts'

type Given = Parameters<Handlers<typeof noticesRoutes>['POST /notices/:id/nudges']>[1]['body']

/** Reminds by hand; whoever has been reminded so today, or has confirmed, is left in peace. */
export const nudge = (ctx: Ctx, id: string, { memberIds }: Given): Promise<{ nudged: number }> =>
  ctx.transact(async (tx) => {
    const { actor } = ctx
    const { workspaceId } = actor
    const at = ctx.clock.now()
    const notice = await lockNotice(tx, workspaceId, id)
    if (notice.state !== 'published' || !notice.acknowledgement) throw new Problem('notice_not_open')
    const { timeZone } = await calendarOf(tx, workspaceId)
    const today = localDate(timeZone, at)
    const { rows } = await sql<{ memberId: string }>`update notice_recipient r set nudged_at = ${at}
      where r.workspace_id = ${workspaceId} and r.notice_id = ${id} and r.acknowledged_at is null
        and (r.nudged_at is null or r.nudged_at < ${startOfLocalDay(timeZone, today)})
        and (${memberIds ?? null}::uuid[] is null or r.member_id = any(${memberIds ?? []}::uuid[]))
        and exists (select 1 from member m where m.workspace_id = ${workspaceId} and m.id = r.member_id and m.removed_at is null)
      returning r.member_id`.execute(tx)
    if (rows.length === 0) return { nudged: 0 }
    const author = (await membersById(tx, workspaceId, [actor.id])).get(actor.id)?.fullName ?? ''
    await notify(tx, at, workspaceId, [
      {
        memberIds: rows.map((row) => row.memberId),
        kind: 'notice_nudged',
        params: { title: notice.title, author },
        link: `/notices/${id}?read=1`,
        dedupeKey: `notice_nudged:${id}:${notice.revision}:${today}`,
        mail: true,
      },
    ])
    await record(tx, actor, at, 'notice.nudged', { ...factsOf(notice), count: rows.length }, [id])
    return { nudged: rows.length }
  })
