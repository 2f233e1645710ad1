import { sql } from 'kysely'
import type { Notice, NoticeRevision, noticesRoutes } from '#contract/notices.ts'
import type { Tx } from '#kernel/db.ts'
import { type Actor, record } from '#kernel/events.ts'
import { type Ctx, type Handlers, requireVersion } from '#kernel/http.ts'
import { filled, Problem } from '#kernel/problem.ts'
import { searchText } from '#kernel/text.ts'
import { calendarOf } from '#modules/accounts/public.ts'
import { setEdges } from '#modules/impacts/public.ts'
import { notify } from '#modules/platform/public.ts'
import { type Recipient, recipientsOf } from './audience.ts'
import { questionOf, requireAhead } from './given.ts'
import { deadlineOf } from './rules/deadline.ts'
import { aboutOf, factsOf, lockNotice, type Row, readNotice } from './select-notices.ts'

type Revision = Parameters<Handlers<typeof noticesRoutes>['POST /notices/:id/revisions']>[1]['body']
const mostKept = 50

export const publishNotice = (ctx: Ctx, id: string): Promise<Notice> =>
  ctx.transact(async (tx) => {
    const { actor } = ctx
    const at = ctx.clock.now()
    const row = await lockNotice(tx, actor.workspaceId, id)
    requireVersion(ctx, row.version)
    if (row.state !== 'draft') throw new Problem('notice_published')
    await requireAhead(tx, actor.workspaceId, at, row.dueOn)
    await publish(tx, actor, at, row)
    return readNotice(tx, actor, at, id)
  })

/**
 * Sends a draft, held by the caller, to everybody it concerns as things are now. Its author knows what it says and is not
 * asked. Throws 409 when it would reach nobody.
 */
export async function publish(tx: Tx, actor: Actor, at: Date, row: Row): Promise<void> {
  const { workspaceId } = actor
  const recipients = await requireRecipients(tx, workspaceId, row)
  const due = await dueOf(tx, workspaceId, at, row)
  const about = aboutOf(row)
  await sql`update notice set state = 'published', published_at = ${at}, due_at = ${due?.dueAt ?? null}, updated_at = ${at},
      version = version + 1 where workspace_id = ${workspaceId} and id = ${row.id}`.execute(tx)
  await addRecipients(tx, workspaceId, at, row, recipients, due)
  await tell(tx, actor, at, row, recipients, 'notice_published')
  await setEdges(tx, at, workspaceId, { type: 'notice', id: row.id }, about ? [about] : [], 'announces')
  const data = { ...factsOf(row), revision: row.revision, recipients: recipients.length }
  await record(tx, actor, at, 'notice.published', data, [row.id])
}

/** New words: whoever confirmed the old ones is asked again, and so is whom it concerns only now. The old words are kept. */
export const reviseNotice = (ctx: Ctx, id: string, given: Revision): Promise<Notice> =>
  ctx.transact(async (tx) => {
    const { actor } = ctx
    const { workspaceId } = actor
    const at = ctx.clock.now()
    const old = await lockNotice(tx, workspaceId, id)
    requireVersion(ctx, old.version)
    if (old.state !== 'published') throw new Problem('notice_not_open')
    const question = given.question === undefined ? old.question : questionOf(given.question)
    const next: Row = {
      ...old,
      title: given.title === undefined ? old.title : filled(given.title, '/title'),
      body: given.body === undefined ? old.body : filled(given.body, '/body'),
      severity: given.severity ?? old.severity,
      question,
      acknowledgement: old.acknowledgement || question !== null,
      // A day that is over was meant for the old words.
      dueOn: given.dueOn === undefined ? (old.dueAt && old.dueAt > at ? old.dueOn : null) : given.dueOn,
      revision: old.revision + 1,
    }
    await requireAhead(tx, workspaceId, at, next.dueOn)
    const recipients = await requireRecipients(tx, workspaceId, next)
    const due = await dueOf(tx, workspaceId, at, next)
    const history = [await keptOf(tx, workspaceId, old), ...old.history].slice(0, mostKept)
    await sql`update notice set title = ${next.title}, body = ${next.body}, severity = ${next.severity},
        question = ${question && JSON.stringify(question)}::jsonb, acknowledgement = ${next.acknowledgement}, due_on = ${next.dueOn},
        revision = ${next.revision}, history = ${JSON.stringify(history)}::jsonb, published_at = ${at}, due_at = ${due?.dueAt ?? null},
        search = ${searchText(next.title, next.body)}, updated_at = ${at}, version = version + 1
      where workspace_id = ${workspaceId} and id = ${id}`.execute(tx)
    await sql`update notice_recipient set read_at = null, acknowledged_at = null, attempts = 0, half_reminded_at = null,
        due_reminded_at = null, escalated_at = null, nudged_at = null, due_at = ${due?.dueAt ?? null}, half_at = ${due?.halfAt ?? null}
      where workspace_id = ${workspaceId} and notice_id = ${id}`.execute(tx)
    await addRecipients(tx, workspaceId, at, next, recipients, due)
    const { rows: all } = await sql<{ memberId: string }>`select member_id from notice_recipient
      where workspace_id = ${workspaceId} and notice_id = ${id}`.execute(tx)
    await tell(tx, actor, at, next, all, 'notice_revised')
    const data = { ...factsOf(next), revision: next.revision, recipients: all.length }
    await record(tx, actor, at, 'notice.revised', data, [id])
    return readNotice(tx, actor, at, id)
  })

/** Nobody is asked any more. Retiring twice is once. */
export const retireNotice = (ctx: Ctx, id: string): Promise<Notice> =>
  ctx.transact(async (tx) => {
    const { actor } = ctx
    const { workspaceId } = actor
    const at = ctx.clock.now()
    const row = await lockNotice(tx, workspaceId, id)
    requireVersion(ctx, row.version)
    if (row.state === 'draft') throw new Problem('notice_not_open')
    if (row.state === 'published') {
      await sql`update notice set state = 'retired', retired_at = ${at}, updated_at = ${at}, version = version + 1
        where workspace_id = ${workspaceId} and id = ${id}`.execute(tx)
      await setEdges(tx, at, workspaceId, { type: 'notice', id }, [], 'announces')
      await record(tx, actor, at, 'notice.retired', factsOf(row), [id])
    }
    return readNotice(tx, actor, at, id)
  })

async function requireRecipients(tx: Tx, workspaceId: string, row: Row): Promise<Recipient[]> {
  const recipients = await recipientsOf(tx, workspaceId, row.audience, aboutOf(row))
  if (recipients.length === 0) throw new Problem('notice_for_nobody')
  return recipients
}

export type Due = { dueAt: Date; halfAt: Date } | null
/** News without a confirmation have no deadline. */
export const dueOf = async (tx: Tx, workspaceId: string, at: Date, row: Row): Promise<Due> =>
  row.acknowledgement ? deadlineOf(await calendarOf(tx, workspaceId), at, row.severity, row.dueOn) : null

/** Whoever is a recipient already stays as he is, except the author, who has confirmed what he wrote. One statement each. */
export async function addRecipients(
  tx: Tx,
  workspaceId: string,
  at: Date,
  row: Row,
  recipients: readonly Pick<Recipient, 'memberId' | 'reasons'>[],
  due: Due,
): Promise<void> {
  const rows = recipients.map(({ memberId, reasons }) => ({ member_id: memberId, reasons }))
  await sql`insert into notice_recipient (workspace_id, notice_id, member_id, reasons, added_at, due_at, half_at)
    select ${workspaceId}::uuid, ${row.id}::uuid, g.member_id, g.reasons, ${at}, ${due?.dueAt ?? null}, ${due?.halfAt ?? null}
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as g(member_id uuid, reasons jsonb)
    on conflict (workspace_id, notice_id, member_id) do update set reasons = excluded.reasons`.execute(tx)
  await sql`update notice_recipient set read_at = ${at}, acknowledged_at = ${at}
    where workspace_id = ${workspaceId} and notice_id = ${row.id} and member_id = ${row.authorId} and acknowledged_at is null`.execute(
    tx,
  )
}

export const tell = (
  tx: Tx,
  actor: Actor,
  at: Date,
  row: Row,
  recipients: readonly { memberId: string }[],
  kind: 'notice_published' | 'notice_revised',
): Promise<void> =>
  notify(tx, at, actor.workspaceId, [
    {
      memberIds: recipients.map(({ memberId }) => memberId).filter((id) => id !== row.authorId),
      kind,
      params: kind === 'notice_published' ? { kind: row.kind, title: row.title } : { title: row.title },
      link: `/notices/${row.id}?read=1`,
      dedupeKey: `notice:${row.id}:${row.revision}`,
      mail: row.acknowledgement || row.severity === 'critical',
    },
  ])

async function keptOf(tx: Tx, workspaceId: string, old: Row): Promise<NoticeRevision> {
  const { rows } = await sql<{ recipients: number; acknowledged: number }>`select count(*)::int as recipients,
      count(acknowledged_at)::int as acknowledged from notice_recipient
    where workspace_id = ${workspaceId} and notice_id = ${old.id}`.execute(tx)
  const { revision, title, body } = old
  return { revision, title, body, publishedAt: old.publishedAt!.toISOString(), ...rows[0]! }
}
