import { sql } from 'kysely'
import type { Tx } from '#kernel/db.ts'
import { asLocale, translate } from '#kernel/i18n.ts'
import { queueMail } from '#kernel/mail.ts'
import type { Services } from '#kernel/services.ts'

type Row = { email: string; fullName: string | null; locale: string; workspaceName: string; inviterName: string | null }

/** Queues the mail with the link, in the language of the invitation; answers the link. */
export async function mailInvitation(
  tx: Tx,
  { publicUrl }: Pick<Services, 'publicUrl'>,
  at: Date,
  workspaceId: string,
  invitationId: string,
  token: string,
): Promise<string> {
  const { rows } =
    await sql<Row>`select i.email, i.full_name, i.locale, w.name as workspace_name, m.full_name as inviter_name
    from invitation i join workspace w on w.id = i.workspace_id
    left join member m on m.workspace_id = i.workspace_id and m.id = i.invited_by
    where i.workspace_id = ${workspaceId} and i.id = ${invitationId}`.execute(tx)
  const { email, fullName, locale, workspaceName, inviterName } = rows[0]!
  const link = `${publicUrl}/invitations/${token}`
  const words = (key: string, params = {}) => translate(asLocale(locale), `accounts.mail.invitation.${key}`, params)
  await queueMail(tx, workspaceId, at, {
    kind: 'invitation',
    to: { email, name: fullName },
    subject: words('subject', { workspace: workspaceName }),
    heading: fullName ? words('headingNamed', { name: fullName }) : words('heading'),
    paragraphs: [
      inviterName
        ? words('text', { inviter: inviterName, workspace: workspaceName })
        : words('textWithoutInviter', { workspace: workspaceName }),
      words('validity'),
    ],
    button: { label: words('button'), url: link },
    footer: words('footer'),
  })
  return link
}
