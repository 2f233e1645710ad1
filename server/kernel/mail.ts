import { sql } from 'kysely'
import { createTransport, type Transporter } from 'nodemailer'
import Type from 'typebox'
import { Id } from '#contract/kit.ts'
import type { Tx } from './db.ts'
import { newId } from './id.ts'
import { defineJob, enqueue } from './jobs.ts'
import { type MailContent, renderMail } from './mail-layout.ts'
import type { Services } from './services.ts'

export type Mail = MailContent & {
  kind: string
  to: { email: string; name?: string | null }
  /** An invitation (RFC 5546): calendar programs show it with their own buttons. */
  calendar?: { method: 'REQUEST' | 'CANCEL'; text: string }
}

/** Queues a message in the caller's transaction. It reaches the built-in mailbox when no SMTP server is set. */
export async function queueMail(tx: Tx, workspaceId: string, at: Date, mail: Mail): Promise<string> {
  const id = newId()
  const { html, text } = renderMail(mail)
  await tx
    .insertInto('mailMessage')
    .values({
      workspaceId,
      id,
      kind: mail.kind,
      toEmail: mail.to.email,
      toName: mail.to.name ?? null,
      subject: mail.subject,
      html,
      text,
      calendar: mail.calendar?.text ?? null,
      calendarMethod: mail.calendar?.method ?? null,
      state: 'queued',
      createdAt: at,
    })
    .execute()
  await enqueue(tx, deliverMail, { workspaceId, messageId: id })
  return id
}

/** Puts a failed or uncertain message back into the queue; false when it is in another state or not there. */
export async function requeueMail(tx: Tx, workspaceId: string, id: string): Promise<boolean> {
  const { rows } = await sql`update mail_message set state = 'queued', error = null
    where workspace_id = ${workspaceId} and id = ${id} and state in ('failed', 'uncertain') returning id`.execute(tx)
  if (rows.length > 0) await enqueue(tx, deliverMail, { workspaceId, messageId: id })
  return rows.length > 0
}

/**
 * Hands one message to the SMTP server. The claim is committed before the hand-over: if the process dies in between,
 * the next attempt finds `sending` and marks it `uncertain` instead of sending twice.
 */
export const deliverMail = defineJob({
  name: 'mail.deliver',
  payload: Type.Object({ workspaceId: Id, messageId: Id }),
  retry: { limit: 8 },
  pool: 'interactive',
  async run({ workspaceId, messageId }, services, { lastAttempt }) {
    const message = await claim(services, workspaceId, messageId)
    if (!message) return
    if (!services.smtpUrl) return mark(services, workspaceId, messageId, 'stored')
    try {
      await transport(services.smtpUrl).sendMail({
        from: { name: 'Tándem', address: senderOf(services.smtpUrl) },
        to: message.toName ? { name: message.toName, address: message.toEmail } : message.toEmail,
        subject: message.subject,
        html: message.html,
        text: message.text,
        ...(message.calendar !== null && {
          icalEvent: { method: message.calendarMethod ?? 'REQUEST', filename: 'invite.ics', content: message.calendar },
        }),
        messageId: `<${messageId}@${new URL(services.publicUrl).hostname}>`,
      })
    } catch (error) {
      // The server refused or was not reached: nothing was sent, so trying again is safe.
      await mark(
        services,
        workspaceId,
        messageId,
        lastAttempt ? 'failed' : 'queued',
        error instanceof Error ? error.message.slice(0, 500) : 'unknown',
      )
      throw error
    }
    await mark(services, workspaceId, messageId, 'sent')
  },
})

async function claim({ db }: Services, workspaceId: string, id: string) {
  const claimed = await db
    .updateTable('mailMessage')
    .set({ state: 'sending' })
    .where('workspaceId', '=', workspaceId)
    .where('id', '=', id)
    .where('state', '=', 'queued')
    .returningAll()
    .executeTakeFirst()
  if (claimed) return claimed
  await sql`update mail_message set state = 'uncertain' where workspace_id = ${workspaceId} and id = ${id} and state = 'sending'`.execute(
    db,
  )
  return null
}

const mark = async (
  { db, clock }: Services,
  workspaceId: string,
  id: string,
  state: string,
  error: string | null = null,
) => {
  await db
    .updateTable('mailMessage')
    .set({ state, error, ...(state === 'sent' && { sentAt: clock.now() }) })
    .where('workspaceId', '=', workspaceId)
    .where('id', '=', id)
    .execute()
}

const transports = new Map<string, Transporter>()
function transport(url: string): Transporter {
  let found = transports.get(url)
  if (!found)
    transports.set(
      url,
      (found = createTransport({ url, pool: true, connectionTimeout: 10_000, socketTimeout: 30_000 })),
    )
  return found
}
export const closeMail = () => {
  for (const open of transports.values()) open.close()
  transports.clear()
}

/** `smtp://…?from=hola@empresa.es`, else the user name of the URL, else a local address. */
function senderOf(url: string): string {
  const { searchParams, username, hostname } = new URL(url)
  const user = decodeURIComponent(username)
  return searchParams.get('from') ?? (user.includes('@') ? user : `tandem@${hostname}`)
}
