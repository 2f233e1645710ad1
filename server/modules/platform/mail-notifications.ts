import { sql } from 'kysely'
import Type from 'typebox'
import { Id } from '#contract/kit.ts'
import { asLocale, hasMessage, type Locale, translate } from '#kernel/i18n.ts'
import { defineJob } from '#kernel/jobs.ts'
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

/**
 * One mail for each notification, in the reader's language; one for all, where many happened at once. A job of its own
 * because the public address is not known inside transactions; `mailed_at` is claimed together with the messages, so that
 * a repeat mails nobody twice.
 */
export const mailNotifications = defineJob({
  name: 'platform.mail_notifications',
  payload: Type.Object({ workspaceId: Id, notificationIds: Type.Array(Id) }),
  retry: { limit: 10 },
  pool: 'interactive',
  async run({ workspaceId, notificationIds }, services) {
    const at = services.clock.now()
    await services.db.transaction().execute(async (tx) => {
      const { rows } = await sql<Row>`update notification n set mailed_at = ${at}
        from member m, workspace w
        where n.workspace_id = ${workspaceId} and n.id = any(${notificationIds}::uuid[]) and n.mailed_at is null
          and m.workspace_id = ${workspaceId} and m.id = n.member_id and m.removed_at is null and w.id = ${workspaceId}
        returning n.kind, n.params, n.link, m.email, m.full_name, m.locale, w.name as workspace`.execute(tx)
      const mails = [...Map.groupBy(rows, (row) => row.email).values()].flatMap((own) =>
        own.length > mostMails ? digestOf(own, services.publicUrl) : own.map((row) => mailOf(row, services.publicUrl)),
      )
      for (const mail of mails) await queueMail(tx, workspaceId, at, mail)
    })
  },
})

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
