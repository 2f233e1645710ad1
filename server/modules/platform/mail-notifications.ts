import { sql } from 'kysely'
import Type from 'typebox'
import { Id } from '#contract/kit.ts'
import type { Tx } from '#kernel/db.ts'
import { asLocale, hasMessage, type Locale, translate } from '#kernel/i18n.ts'
import { defineJob, enqueueMany, queued } from '#kernel/jobs.ts'
import { queueMail } from '#kernel/mail.ts'

type Row = {
  kind: string
  params: Record<string, string | number>
  link: string
  email: string
  fullName: string
  locale: string
  workspace: string
}

/** More than these at once to one reader come as one mail that lists them. */
const mostMails = 3
const mostListed = 20

/** After a mail a reader is left in peace for so long; what happens meanwhile comes together in the next one. */
const peaceMs = 60_000

/**
 * One mail for each notice, in the reader's language; one for all, where many happened at once. A job of its own
 * because the public address is not known inside transactions; `mailed_at` is claimed together with the messages, so that
 * a repeat mails nobody twice. While a reader is left in peace, the job that ends it waits.
 */
export const mailNotifications = defineJob({
  name: 'platform.mail_notifications',
  payload: Type.Object({ workspaceId: Id, memberId: Id }),
  retry: { limit: 10 },
  pool: 'interactive',
  async run({ workspaceId, memberId }, services) {
    const at = services.clock.now()
    await services.db.transaction().execute(async (tx) => {
      const { rows } = await sql<Row>`update notification n set mailed_at = ${at}
        from member m, workspace w
        where n.workspace_id = ${workspaceId} and n.member_id = ${memberId} and n.mail_wanted and n.mailed_at is null
          and m.workspace_id = ${workspaceId} and m.id = ${memberId} and m.removed_at is null and w.id = ${workspaceId}
        returning n.kind, n.params, n.link, m.email, m.full_name, m.locale, w.name as workspace`.execute(tx)
      if (rows.length === 0) return
      const { publicUrl } = services
      const mails = rows.length > mostMails ? [digestOf(rows, publicUrl)] : rows.map((row) => mailOf(row, publicUrl))
      for (const mail of mails) await queueMail(tx, workspaceId, at, mail)
      await enqueueMany(tx, [mailing(workspaceId, memberId, new Date(at.getTime() + peaceMs))])
    })
  },
})

/** At once, or when the reader's peace is over. */
export const mailSoon = (tx: Tx, workspaceId: string, memberIds: ReadonlySet<string>) =>
  enqueueMany(
    tx,
    [...memberIds].map((memberId) => mailing(workspaceId, memberId)),
    true,
  )

const mailing = (workspaceId: string, memberId: string, runAt?: Date) =>
  queued(
    mailNotifications,
    { workspaceId, memberId },
    { key: `notices ${workspaceId} ${memberId}`, ...(runAt && { runAt }) },
  )

function mailOf({ kind, params, link, email, fullName, locale: language, workspace }: Row, publicUrl: string) {
  const locale: Locale = asLocale(language)
  const say = (key: string) => translate(locale, `notifications.${kind}.${key}`, params)
  const has = (key: string) => hasMessage(locale, `notifications.${kind}.${key}`)
  const title = say('title')
  return {
    kind: `notification.${kind}`,
    to: { email, name: fullName },
    subject: (has('mailSubject') ? say('mailSubject') : title).replace(/\s+/g, ' ').slice(0, 200),
    heading: title,
    paragraphs: has('body') ? [say('body')] : [],
    button: { label: translate(locale, 'platform.mail.open'), url: publicUrl + link },
    footer: translate(locale, 'platform.mail.why', { workspace }),
  }
}

function digestOf(rows: readonly Row[], publicUrl: string) {
  const { locale: language, email, fullName, workspace, link } = rows[0]!
  const locale: Locale = asLocale(language)
  const titles = rows
    .slice(0, mostListed)
    .map(({ kind, params }) => `· ${translate(locale, `notifications.${kind}.title`, params)}`)
  const more = rows.length - titles.length
  const subject = translate(locale, 'platform.mail.digest', { count: rows.length })
  // Where all of them lead to one screen, the button leads there; else to the list of notifications.
  const screen = link.split('?')[0]!
  const path = rows.every((row) => row.link.split('?')[0] === screen) ? screen : '/notifications'
  return {
    kind: 'notification.digest',
    to: { email, name: fullName },
    subject,
    heading: subject,
    paragraphs: more > 0 ? [...titles, translate(locale, 'platform.mail.more', { count: more })] : titles,
    button: { label: translate(locale, 'platform.mail.open'), url: publicUrl + path },
    footer: translate(locale, 'platform.mail.why', { workspace }),
  }
}
