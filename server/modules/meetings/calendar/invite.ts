import { sql } from 'kysely'
import Type from 'typebox'
import { Id, Nullable, OneOf } from '#contract/kit.ts'
import type { Db, Tx } from '#kernel/db.ts'
import { asLocale, type Locale, translate } from '#kernel/i18n.ts'
import { defineJob, enqueue } from '#kernel/jobs.ts'
import { queueMail } from '#kernel/mail.ts'
import { membersById } from '#modules/accounts/public.ts'
import { inviteesOf } from '../seats.ts'
import { selectMasters, selectSingles } from './select-events.ts'
import { type CalendarEvent, type Guest, writeCalendar } from './write-calendar.ts'

export type Method = 'REQUEST' | 'CANCEL'

/** Mails everybody at the table the series (one of its rules) as it stands, in the caller's transaction. */
export const inviteToSeries = (
  tx: Tx,
  workspaceId: string,
  seriesId: string,
  segment: number,
  method: Method,
): Promise<void> => enqueue(tx, sendInvitations, { workspaceId, seriesId, segment, meetingId: null, method })

/** The same for one meeting; one of a series goes out with its RECURRENCE-ID. */
export const inviteToMeeting = (tx: Tx, workspaceId: string, meetingId: string, method: Method): Promise<void> =>
  enqueue(tx, sendInvitations, { workspaceId, seriesId: null, segment: null, meetingId, method })

type Asked = {
  event: CalendarEvent
  leaderId: string | null
  memberIds: string[]
  answers: ReadonlyMap<string, Guest['answer']>
  link: string
}

/**
 * An iTIP message (RFC 5546) to each person invited, in their language. A job, because it mails many; the state of then is
 * what they get, so that a repeat or a late run tells nothing that is over.
 */
export const sendInvitations = defineJob({
  name: 'meetings.send_invitations',
  payload: Type.Object({
    workspaceId: Id,
    seriesId: Nullable(Id),
    segment: Nullable(Type.Integer()),
    meetingId: Nullable(Id),
    method: OneOf(['REQUEST', 'CANCEL'] as const),
  }),
  retry: { limit: 8 },
  pool: 'bulk',
  async run({ workspaceId, seriesId, segment, meetingId, method }, { db, clock, publicUrl }) {
    const at = clock.now()
    await db.transaction().execute(async (tx) => {
      const asked = meetingId
        ? await aboutMeeting(tx, workspaceId, publicUrl, meetingId)
        : await aboutSeries(tx, workspaceId, publicUrl, seriesId ?? '', segment ?? 0)
      if (!asked) return
      const members = await membersById(tx, workspaceId, [
        ...asked.memberIds,
        ...(asked.leaderId ? [asked.leaderId] : []),
      ])
      const people = asked.memberIds.flatMap((id) => members.get(id) ?? []).filter((one) => one.isActive)
      const leader = asked.leaderId ? members.get(asked.leaderId) : undefined
      const event: CalendarEvent = {
        ...asked.event,
        isCancelled: method === 'CANCEL',
        organizer: leader ? { name: leader.fullName, email: leader.email } : null,
        guests: people.map((one) => ({
          name: one.fullName,
          email: one.email,
          answer: asked.answers.get(one.id) ?? 'pending',
          required: true,
        })),
      }
      const calendar = writeCalendar(event.summary, [event], { at, method })
      const { rows } = await sql<{ name: string }>`select name from workspace where id = ${workspaceId}`.execute(tx)
      for (const one of people.filter((person) => person.notifyByMail)) {
        await queueMail(tx, workspaceId, at, {
          kind: 'meeting.invitation',
          to: { email: one.email, name: one.fullName },
          ...wordsOf(asLocale(one.locale), event, method, publicUrl + asked.link, rows[0]?.name ?? ''),
          calendar: { method, text: calendar },
        })
      }
    })
  },
})

async function aboutMeeting(tx: Tx, workspaceId: string, publicUrl: string, id: string): Promise<Asked | null> {
  const [event] = await selectSingles(tx, workspaceId, publicUrl, sql`m.id = ${id}`)
  const { rows } = await sql<{
    leaderId: string | null
  }>`select coalesce(acting_leader_id, planned_leader_id) as leader_id from meeting
    where workspace_id = ${workspaceId} and id = ${id}`.execute(tx)
  if (!event || !rows[0]) return null
  const { rows: given } = await sql<{
    memberId: string
    answer: Guest['answer']
  }>`select member_id, answer from meeting_answer
    where workspace_id = ${workspaceId} and meeting_id = ${id}`.execute(tx)
  return {
    event,
    leaderId: rows[0].leaderId,
    memberIds: await inviteesOf(tx, workspaceId, id),
    answers: new Map(given.map((row) => [row.memberId, row.answer])),
    link: `/meetings/${id}`,
  }
}

async function aboutSeries(
  tx: Tx,
  workspaceId: string,
  publicUrl: string,
  id: string,
  segment: number,
): Promise<Asked | null> {
  const [event] = await selectMasters(tx, workspaceId, publicUrl, sql`r.series_id = ${id} and r.segment = ${segment}`)
  if (!event) return null
  const { rows } = await sql<{ leaderId: string | null }>`select leader_id from meeting_series
    where workspace_id = ${workspaceId} and id = ${id}`.execute(tx)
  return {
    event,
    leaderId: rows[0]?.leaderId ?? null,
    memberIds: await guestsOfSeries(tx, workspaceId, id),
    answers: new Map(),
    link: `/meetings/series/${id}`,
  }
}

async function guestsOfSeries(db: Db | Tx, workspaceId: string, id: string): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`select distinct md.member_id as id from meeting_series_seat s
      join member_department md on md.workspace_id = s.workspace_id and md.department_id = s.department_id
      where s.workspace_id = ${workspaceId} and s.series_id = ${id}
    union select leader_id from meeting_series where workspace_id = ${workspaceId} and id = ${id} and leader_id is not null`.execute(
    db,
  )
  return rows.map((row) => row.id).sort()
}

function wordsOf(locale: Locale, event: CalendarEvent, method: Method, url: string, workspace: string) {
  const kind = method === 'CANCEL' ? 'cancelled' : event.sequence > 0 ? 'changed' : 'invited'
  const when = new Intl.DateTimeFormat(locale, { dateStyle: 'full', timeStyle: 'short', timeZone: 'UTC' }).format(
    new Date(`${event.start}:00Z`),
  )
  const params = { name: event.summary, when, zone: event.zone, minutes: event.durationMinutes }
  const say = (key: string) => translate(locale, `meetings.mail.${key}`, params)
  return {
    subject: say(`${kind}.subject`),
    heading: say(`${kind}.heading`),
    paragraphs: [say(event.rule ? 'whenSeries' : 'when'), ...(event.location ? [event.location] : [])],
    button: { label: say('open'), url },
    footer: translate(locale, 'meetings.mail.why', { workspace }),
  }
}
