import { asLocale, translate } from '#kernel/i18n.ts'
import { queueMail } from '#kernel/mail.ts'
import type { Services } from '#kernel/services.ts'

/** The link to a new password. Somebody without a workspace gets nothing. */
export const mailResetPassword = (services: Services, user: { id: string }, token: string): Promise<void> =>
  mail(services, user.id, 'resetPassword', resetUrl(services.publicUrl, token))

/** Whoever did not change it themselves must hear of it. */
export const mailPasswordChanged = (services: Services, userId: string): Promise<void> =>
  mail(services, userId, 'passwordChanged', `${services.publicUrl}/forgot-password`)

/** In the language of the person's first workspace. */
async function mail({ db, clock }: Services, userId: string, about: 'resetPassword' | 'passwordChanged', url: string) {
  const member = await db
    .selectFrom('member')
    .select(['workspaceId', 'email', 'fullName', 'locale'])
    .where('userId', '=', userId)
    .where('removedAt', 'is', null)
    .orderBy('createdAt')
    .limit(1)
    .executeTakeFirst()
  if (!member) return
  const locale = asLocale(member.locale)
  const words = (key: string, params = {}) => translate(locale, `accounts.mail.${about}.${key}`, params)
  await db.transaction().execute((tx) =>
    queueMail(tx, member.workspaceId, clock.now(), {
      kind: about === 'resetPassword' ? 'reset_password' : 'password_changed',
      to: { email: member.email, name: member.fullName },
      subject: words('subject'),
      heading: words('heading', { name: member.fullName }),
      paragraphs: [words('text')],
      button: { label: words('button'), url },
      footer: words('footer'),
    }),
  )
}

export const resetUrl = (publicUrl: string, token: string) => `${publicUrl}/reset-password/${encodeURIComponent(token)}`
