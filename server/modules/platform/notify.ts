import { sql } from 'kysely'
import type { Tx } from '#kernel/db.ts'
import { recordMany, systemActor } from '#kernel/events.ts'
import { hasMessage } from '#kernel/i18n.ts'
import { newId } from '#kernel/id.ts'
import { sendAhead } from '#kernel/prepared.ts'
import { mailSoon } from './mail-notifications.ts'

export type Notice = {
  memberIds: readonly string[]
  /** Words: `notifications.<kind>.title` and, where the mail should say something else, `.mailSubject`. */
  kind: string
  /** Fills the words. Names and numbers only; dates belong on the page behind the link. */
  params: Record<string, string | number>
  /** Address inside the application, `/handovers/…`. */
  link: string
  /** The same fact is told once to one person. */
  dedupeKey: string
  /** Also by mail, to members who want mail. */
  mail?: boolean
}

/**
 * Tells people something in their inbox, in the caller's transaction. Whoever has been told already (same `dedupeKey`) or
 * has left the workspace is passed over. A constant number of statements. Throws on a kind without words.
 * @param areNew the facts have just come about, so that nobody can have been told of them
 */
export async function notify(
  tx: Tx,
  at: Date,
  workspaceId: string,
  notices: readonly Notice[],
  { areNew = false }: { areNew?: boolean } = {},
): Promise<void> {
  const rows = notices.flatMap(({ memberIds, kind, params, link, dedupeKey, mail = false }, index) =>
    [...new Set(memberIds)].map(
      (memberId): Row => ({
        id: newId(),
        notice: index,
        member_id: memberId,
        kind,
        params,
        link,
        dedupe_key: dedupeKey,
        mail,
      }),
    ),
  )
  if (rows.length === 0) return
  for (const { kind } of notices)
    if (!hasMessage('es', `notifications.${kind}.title`)) throw new Error(`no words for notification ${kind}`)
  const told = areNew ? await tellAhead(tx, at, workspaceId, rows) : await tell(tx, at, workspaceId, rows)
  if (told.length === 0) return
  await mailSoon(tx, workspaceId, new Set(told.filter((row) => row.mailWanted).map((row) => row.memberId)))
  const kinds = Map.groupBy(told, (row) => row.kind)
  await recordMany(
    tx,
    systemActor(workspaceId),
    at,
    [...kinds].map(([kind, people]) => {
      const memberIds = [...new Set(people.map((row) => row.memberId))]
      return { name: 'notification.created' as const, data: { kind, memberIds }, subjects: memberIds }
    }),
  )
}

type Row = {
  id: string
  notice: number
  member_id: string
  kind: string
  params: Notice['params']
  link: string
  dedupe_key: string
  mail: boolean
}
type Told = { memberId: string; kind: string; mailWanted: boolean }

async function tell(tx: Tx, at: Date, workspaceId: string, rows: readonly Row[]): Promise<Told[]> {
  const { rows: told } =
    await sql<Told>`${telling(at, workspaceId, rows)} returning member_id, kind, mail_wanted`.execute(tx)
  return told
}

/** Everybody counts as told; who wants no mail is found out by the job that mails. */
async function tellAhead(tx: Tx, at: Date, workspaceId: string, rows: readonly Row[]): Promise<Told[]> {
  await sendAhead(tx, telling(at, workspaceId, rows))
  return rows.map(({ member_id: memberId, kind, mail }) => ({ memberId, kind, mailWanted: mail }))
}

const telling = (at: Date, workspaceId: string, rows: readonly Row[]) =>
  sql`insert into notification (workspace_id, id, member_id, kind, params, link, dedupe_key, mail_wanted, created_at)
    select ${workspaceId}::uuid, id, member_id, kind, params, link, dedupe_key, mail_wanted, ${at} from (
      select distinct on (g.member_id, g.dedupe_key) g.*, g.mail and m.notify_by_mail as mail_wanted
      from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb)
        as g(id uuid, notice integer, member_id uuid, kind text, params jsonb, link text, dedupe_key text, mail boolean)
      cross join lateral (
        select r.notify_by_mail from member r
        where r.workspace_id = ${workspaceId} and r.id = g.member_id and r.removed_at is null limit 1
      ) m
      order by g.member_id, g.dedupe_key, g.notice
    ) given
    on conflict (workspace_id, member_id, dedupe_key) do nothing`
