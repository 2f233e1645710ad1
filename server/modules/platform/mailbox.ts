import { sql } from 'kysely'
import type { Input, Reply } from '#contract/kit.ts'
import type { platformRoutes } from '#contract/platform.ts'
import type { Db, Tx } from '#kernel/db.ts'
import { record } from '#kernel/events.ts'
import type { Ctx } from '#kernel/http.ts'
import { requeueMail } from '#kernel/mail.ts'
import { decodeCursor, toPage } from '#kernel/page.ts'
import { Problem } from '#kernel/problem.ts'

type Routes = typeof platformRoutes
type Summary = Reply<Routes['GET /mailbox']>['items'][number]
type Message = Reply<Routes['GET /mailbox/:id']>
type Row = {
  id: string
  kind: string
  toEmail: string
  toName: string | null
  subject: string
  state: Summary['state']
  createdAt: Date
  sentAt: Date | null
}

export async function listMailbox(
  { db, actor }: Ctx,
  { query }: Input<Routes['GET /mailbox']>,
): Promise<Reply<Routes['GET /mailbox']>> {
  const limit = query.limit ?? 50
  const after = decodeCursor(query.after, 2)
  const words = `%${(query.q ?? '').trim().replace(/[\\%_]/g, '\\$&')}%`
  const conditions = [
    sql`workspace_id = ${actor.workspaceId}`,
    ...(query.q?.trim() ? [sql`(to_email ilike ${words} or to_name ilike ${words} or subject ilike ${words})`] : []),
    ...(query.state?.length ? [sql`state = any(${query.state}::text[])`] : []),
    ...(after ? [sql`(created_at, id) < (${after[0]}::timestamptz, ${after[1]}::uuid)`] : []),
  ]
  const { rows } =
    await sql<Row>`select id, kind, to_email, to_name, subject, state, created_at, sent_at from mail_message
    where ${sql.join(conditions, sql` and `)} order by created_at desc, id desc limit ${limit + 1}`.execute(db)
  return toPage(rows, limit, toSummary, (row) => [row.createdAt.toISOString(), row.id])
}

export const mailboxStatus = async ({ smtpUrl }: Ctx): Promise<Reply<Routes['GET /mailbox/status']>> => ({
  smtp: smtpUrl !== null,
  host: smtpUrl === null ? null : new URL(smtpUrl).hostname,
})

export const readMessage = ({ db, actor }: Ctx, { params }: Input<Routes['GET /mailbox/:id']>): Promise<Message> =>
  message(db, actor.workspaceId, params.id)

export async function resendMessage(ctx: Ctx, { params }: Input<Routes['POST /mailbox/:id/resend']>): Promise<Message> {
  return ctx.transact(async (tx) => {
    await message(tx, ctx.actor.workspaceId, params.id)
    if (!(await requeueMail(tx, ctx.actor.workspaceId, params.id))) throw new Problem('invalid_transition')
    await record(tx, ctx.actor, ctx.clock.now(), 'mail.resent', { messageId: params.id }, [params.id])
    return message(tx, ctx.actor.workspaceId, params.id)
  })
}

async function message(db: Db | Tx, workspaceId: string, id: string): Promise<Message> {
  const { rows } = await sql<
    Row & { html: string; text: string; calendar: string | null; error: string | null }
  >`select id, kind, to_email, to_name, subject, state,
      created_at, sent_at, html, text, calendar, error
    from mail_message where workspace_id = ${workspaceId} and id = ${id}`.execute(db)
  const row = rows[0]
  if (!row) throw new Problem('not_found')
  return { ...toSummary(row), html: row.html, text: row.text, calendar: row.calendar, error: row.error }
}

const toSummary = ({ id, kind, toEmail, toName, subject, state, createdAt, sentAt }: Row): Summary => ({
  id,
  kind,
  to: { email: toEmail, name: toName },
  subject,
  state,
  createdAt: createdAt.toISOString(),
  sentAt: sentAt?.toISOString() ?? null,
})
