import { asLocale, translate } from '#kernel/i18n.ts'
import { queueMail } from '#kernel/mail.ts'
import type { Services } from '#kernel/services.ts'

/** Tells the person in the language of their first workspace. Somebody without a workspace gets nothing. */
export async function mailResetPassword(
  { db, clock, publicUrl }: Services,
  user: { id: string; email: string },
  token: string,
): Promise<void> {
  const member = await db
    .selectFrom('member')
    .select(['workspaceId', 'fullName', 'locale'])
    .where('userId', '=', user.id)
    .where('removedAt', 'is', null)
    .orderBy('createdAt')
    .limit(1)
    .executeTakeFirst()
  if (!member) return
  const locale = asLocale(member.locale)
  const words = (key: string, params = {}) => translate(locale, `accounts.mail.resetPassword.${key}`, params)
  await db.transaction().execute((tx) =>
    queueMail(tx, member.workspaceId, clock.now(), {
      kind: 'reset_password',
      to: { email: user.email, name: member.fullName },
      subject: words('subject'),
      heading: words('heading', { name: member.fullName }),
      paragraphs: [words('text')],
      button: { label: words('button'), url: resetUrl(publicUrl, token) },
      footer: words('footer'),
    }),
  )
}

export const resetUrl = (publicUrl: string, token: string) => `${publicUrl}/reset-password/${encodeURIComponent(token)}`
