import { sql } from 'kysely'
import Type from 'typebox'
import type { Db, Tx } from '#kernel/db.ts'
import { record, systemActor } from '#kernel/events.ts'
import { defineJob } from '#kernel/jobs.ts'
import { notify } from '#modules/platform/public.ts'
import { managersOf } from './managers.ts'
import { factsOf, lockNotice, type Row } from './select-notices.ts'

const most = 1000

/**
 * Reminds at half time and when the time is over, each once and also by mail; what is overdue then goes to the managers of
 * those who have not confirmed. One notice after the other, each with a constant number of statements.
 */
export const remind = defineJob({
  name: 'notices.remind',
  payload: Type.Object({}),
  retry: { limit: 2 },
  pool: 'interactive',
  async run(_, { db, clock }, { signal }) {
    const at = clock.now()
    for (const { workspaceId, id } of await dueNotices(db, at)) {
      if (signal.aborted) return
      await db.transaction().execute((tx) => remindOf(tx, workspaceId, id, at))
    }
  },
})

async function dueNotices(db: Db, at: Date): Promise<{ workspaceId: string; id: string }[]> {
  const { rows } = await sql<{ workspaceId: string; id: string }>`select n.workspace_id, n.id from notice n
    where n.state = 'published' and n.acknowledgement and n.deleted_at is null and exists (select 1 from notice_recipient r
      where r.workspace_id = n.workspace_id and r.notice_id = n.id and r.acknowledged_at is null
        and (r.half_reminded_at is null and r.half_at <= ${at} or r.due_reminded_at is null and r.due_at <= ${at}))
    order by n.workspace_id, n.id limit ${most}`.execute(db)
  return rows
}

async function remindOf(tx: Tx, workspaceId: string, id: string, at: Date): Promise<void> {
  const notice = await lockNotice(tx, workspaceId, id)
  if (notice.state !== 'published') return
  // Who is overdue needs no half-time reminder any more.
  const { rows: overdue } = await sql<{
    memberId: string
  }>`update notice_recipient set due_reminded_at = ${at}, escalated_at = ${at},
      half_reminded_at = coalesce(half_reminded_at, ${at}::timestamptz)
    where workspace_id = ${workspaceId} and notice_id = ${id} and acknowledged_at is null and due_reminded_at is null and due_at <= ${at}
    returning member_id`.execute(tx)
  const { rows: half } = await sql<{ memberId: string }>`update notice_recipient set half_reminded_at = ${at}
    where workspace_id = ${workspaceId} and notice_id = ${id} and acknowledged_at is null and half_reminded_at is null and half_at <= ${at}
    returning member_id`.execute(tx)
  const one = (kind: 'notice_half' | 'notice_due', people: readonly { memberId: string }[]) => ({
    memberIds: people.map(({ memberId }) => memberId),
    kind,
    params: { title: notice.title },
    link: `/notices/${id}?read=1`,
    dedupeKey: `${kind}:${id}:${notice.revision}`,
    mail: true,
  })
  await notify(tx, at, workspaceId, [one('notice_half', half), one('notice_due', overdue)])
  if (overdue.length > 0)
    await escalate(
      tx,
      workspaceId,
      at,
      notice,
      overdue.map(({ memberId }) => memberId),
    )
}

/** One message for each manager, with the number of those of his who have not confirmed. */
async function escalate(tx: Tx, workspaceId: string, at: Date, notice: Row, memberIds: readonly string[]) {
  const counts = await managersOf(tx, workspaceId, memberIds)
  await notify(
    tx,
    at,
    workspaceId,
    counts.map(({ managerId, count }) => ({
      memberIds: [managerId],
      kind: 'notice_escalated',
      params: { title: notice.title, count },
      link: `/notices/${notice.id}`,
      dedupeKey: `notice_escalated:${notice.id}:${notice.revision}:${at.toISOString()}`,
      mail: true,
    })),
  )
  const data = { ...factsOf(notice), count: memberIds.length }
  await record(tx, systemActor(workspaceId), at, 'notice.escalated', data, [notice.id])
}
