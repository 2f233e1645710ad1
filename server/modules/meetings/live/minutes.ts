import { sql } from 'kysely'
import Type from 'typebox'
import { Id } from '#contract/kit.ts'
import type { Db, Tx } from '#kernel/db.ts'
import type { Actor } from '#kernel/events.ts'
import { asLocale, hasMessage, type Locale, translate } from '#kernel/i18n.ts'
import { defineJob } from '#kernel/jobs.ts'
import { queueMail } from '#kernel/mail.ts'
import { membersById } from '#modules/accounts/public.ts'
import { createDocument, type DocumentKindRules } from '#modules/documents/public.ts'
import { storedMatters } from '../agenda/read-agenda.ts'
import { composeAgenda } from '../rules/agenda.ts'
import { inviteesOf } from '../seats.ts'
import { type Row, requireMeeting, selectMeetings } from '../select-meetings.ts'

/** The co-edited document of a meeting, begun with its agenda as headings, in the workspace's language. */
export async function beginMinutes(tx: Tx, actor: Actor, at: Date, row: Row): Promise<string> {
  const { rows } = await sql<{ locale: string }>`select locale from workspace where id = ${actor.workspaceId}`.execute(
    tx,
  )
  const locale = asLocale(rows[0]?.locale)
  const matters = (await storedMatters(tx, actor.workspaceId, row.id)).filter((matter) => matter.state === 'planned')
  const { items } = composeAgenda(matters, row.durationMinutes, at)
  const headings = items.map((item) => `## ${oneLine(sentenceOf(locale, item))}\n`)
  const { id } = await createDocument(tx, actor, at, {
    kind: 'minutes',
    parentId: row.id,
    title: translate(locale, 'meetings.minutes.title', { name: row.name, day: dayText(locale, row) }).slice(0, 200),
    markdown: headings.join('\n'),
  })
  return id
}

/** A matter in words: its kind's sentence, or the title that somebody wrote. */
export function sentenceOf(
  locale: Locale,
  { kind, title, params }: { kind: string; title: string; params: Record<string, string | number> },
): string {
  const key = `meetings.agenda.kinds.${kind}`
  if (!hasMessage(locale, key)) return title
  const words = translate(locale, key, { ...params, title })
  return title === '' || words.includes(title) ? words : `${title}: ${words}`
}

const oneLine = (text: string) => text.replace(/\s+/g, ' ').replace(/[\\`*_[\]<>#|]/g, '\\$&')
const dayText = (locale: Locale, { startsAt, timeZone }: Pick<Row, 'startsAt' | 'timeZone'>) =>
  new Intl.DateTimeFormat(locale, { dateStyle: 'long', timeZone }).format(startsAt)

/** Minutes belong to a meeting: written while it runs by whoever may write meetings. */
export const minutesDocuments: DocumentKindRules = {
  async canWrite(db, actor, parentId) {
    const { rows } =
      await sql`select 1 from meeting where workspace_id = ${actor.workspaceId} and id = ${parentId} and state in ('planned', 'live')
      and deleted_at is null`.execute(db)
    return rows.length > 0 && actor.permissions.has('meetings.write')
  },
  async describe(db, workspaceId, parentIds) {
    const { rows } = await sql<{ id: string; name: string }>`select id, name from meeting
      where workspace_id = ${workspaceId} and id = any(${[...parentIds]}::uuid[])`.execute(db)
    return new Map(rows.map(({ id, name }) => [id, { name, url: `/meetings/${id}` }]))
  },
}

type Said = { text: string; dissent: { memberId: string; reason: string }[] }
type Agreed = { text: string; ownerId: string; dueOn: string }

/** What was decided and agreed, to everybody at the table, each in their language. */
export const sendMinutes = defineJob({
  name: 'meetings.send_minutes',
  payload: Type.Object({ workspaceId: Id, meetingId: Id }),
  retry: { limit: 8 },
  pool: 'bulk',
  async run({ workspaceId, meetingId }, { db, clock, publicUrl }) {
    const at = clock.now()
    await db.transaction().execute(async (tx) => {
      const { rows } = await selectMeetings(
        workspaceId,
        sql`m.id = ${meetingId} and m.state = 'closed' and m.deleted_at is null`,
      ).execute(tx)
      const row = rows[0]
      if (!row) return
      const { decisions, actions, workspace } = await outcomeOf(tx, workspaceId, meetingId)
      const ids = [...(await inviteesOf(tx, workspaceId, meetingId)), ...actions.map((one) => one.ownerId)]
      const named = decisions.flatMap((one) => one.dissent.map((dissent) => dissent.memberId))
      const members = await membersById(tx, workspaceId, [...ids, ...named])
      const nameOf = (id: string) => members.get(id)?.fullName ?? '–'
      for (const id of new Set(ids)) {
        const member = members.get(id)
        if (!member?.isActive || !member.notifyByMail) continue
        const { locale } = member
        const say = (key: string, params = {}) => translate(locale, `meetings.minutes.${key}`, params)
        const day = (date: string) =>
          new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeZone: 'UTC' }).format(new Date(date))
        await queueMail(tx, workspaceId, at, {
          kind: 'meeting.minutes',
          to: { email: member.email, name: member.fullName },
          subject: say('subject', { name: row.name, day: dayText(locale, row) }),
          heading: say('title', { name: row.name, day: dayText(locale, row) }),
          paragraphs: [
            decisions.length > 0 ? say('decisions', { count: decisions.length }) : say('noDecisions'),
            ...decisions.flatMap(({ text, dissent }) => [
              `· ${text}`,
              ...dissent.map((one) => say('dissent', { name: nameOf(one.memberId), reason: one.reason })),
            ]),
            ...(actions.length > 0 ? [say('actions', { count: actions.length })] : []),
            ...actions.map((one) => say('action', { text: one.text, owner: nameOf(one.ownerId), day: day(one.dueOn) })),
          ],
          button: { label: say('open'), url: `${publicUrl}/meetings/${meetingId}` },
          footer: translate(locale, 'meetings.mail.why', { workspace }),
        })
      }
    })
  },
})

async function outcomeOf(db: Db | Tx, workspaceId: string, meetingId: string) {
  await requireMeeting(db, workspaceId, meetingId)
  const { rows: decisions } = await sql<Said>`select text, dissent from meeting_decision
    where workspace_id = ${workspaceId} and meeting_id = ${meetingId} and removed_at is null order by id`.execute(db)
  const { rows: actions } = await sql<Agreed>`select text, owner_id, due_on from meeting_action
    where workspace_id = ${workspaceId} and meeting_id = ${meetingId} and removed_at is null order by id`.execute(db)
  const { rows } = await sql<{ name: string }>`select name from workspace where id = ${workspaceId}`.execute(db)
  return { decisions, actions, workspace: rows[0]?.name ?? '' }
}
