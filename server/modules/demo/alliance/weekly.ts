import { sql } from 'kysely'
import { addDays, dayNumberOf, instantAt, isoWeekday, localDate } from '#kernel/calendar/zone.ts'
import { translate } from '#kernel/i18n.ts'
import { completeTasks } from '#modules/activities/public.ts'
import { createDocument } from '#modules/documents/public.ts'
import {
  agreeInMeeting,
  answerInvitation,
  closeMeeting,
  decideInMeeting,
  giveInput,
  noteAttendance,
  openSeries,
  startMeeting,
} from '#modules/meetings/public.ts'
import { as, type Scene } from '../catalogue.ts'
import { departmentsByKey, type Keyed, type Words } from './departments.ts'
import { type Held, monthlyName, weeklies, weeklyName } from './minutes.ts'

const minuteMs = 60_000
const dayMs = 86_400_000
const startMinute = 9 * 60
const lasts = 45
const seats = ['marketing', 'sales', 'service'] as const

/** The Mondays of the last two weeklies that are over by now, oldest first. */
export function heldMondays(timeZone: string, now: Date): string[] {
  const today = localDate(timeZone, now)
  const thisWeek = addDays(today, 1 - isoWeekday(dayNumberOf(today)))
  const isOver = instantAt(timeZone, thisWeek, startMinute + lasts) <= now
  const last = isOver ? thisWeek : addDays(thisWeek, -7)
  return [addDays(last, -7), last]
}

/**
 * Holds the weeklies whose Monday has come, each through the acts of its people at that hour; the first also starts the series.
 * Called day by day, so that their agendas are made of what was open on that morning.
 */
export function weeklyMeetings(scene: Scene, now: Date): (date: string) => Promise<void> {
  const mondays = heldMondays(scene.timeZone, now)
  const waiting = [...mondays]
  return async (date) => {
    while (waiting[0] !== undefined && waiting[0] <= date) {
      const monday = waiting.shift()!
      const departments = await departmentsByKey(scene)
      if (monday === mondays[0]) await startSeries(scene, departments, monday)
      await hold(scene, departments, monday, weeklies[mondays.indexOf(monday)]!)
    }
  }
}

async function startSeries(scene: Scene, departments: Keyed, monday: string) {
  const { tx, staff, locale, timeZone } = scene
  const at = new Date(instantAt(timeZone, monday, startMinute).getTime() - 4 * dayMs)
  const common = { timeZone, durationMinutes: lasts, departmentIds: seats.map((key) => departments[key]) }
  const leaderId = staff.get('marta')!.id
  await openSeries(tx, staff.get('marta')!, at, {
    ...common,
    ...{ name: weeklyName[locale], rrule: 'FREQ=WEEKLY;BYDAY=MO', startsOn: monday, time: '09:00', leaderId },
    location: { es: 'Sala Turia', en: 'Turia room' }[locale],
  })
  await openSeries(tx, staff.get('ivan')!, at, {
    ...common,
    ...{ name: monthlyName[locale], rrule: 'FREQ=MONTHLY;BYDAY=-1FR', time: '12:00', durationMinutes: 60 },
    leaderId: staff.get('ivan')!.id,
  })
}

/** One meeting from the first who sits down to the minutes. */
async function hold(scene: Scene, departments: Keyed, monday: string, { inputs, decisions, actions, minutes }: Held) {
  const { tx, staff, locale, timeZone } = scene
  const startsAt = instantAt(timeZone, monday, startMinute)
  const minute = (count: number) => new Date(startsAt.getTime() + count * minuteMs)
  const id = await meetingAt(scene, startsAt)
  const people = { marketing: 'ivan', sales: 'marta', service: 'rosa' } as const
  for (const key of seats)
    await noteAttendance(as(scene, people[key], minute(-1)), id, {
      ...{ memberId: staff.get(people[key])!.id, departmentId: departments[key], state: 'present' },
    })
  const day = new Intl.DateTimeFormat(locale, { dateStyle: 'long', timeZone }).format(startsAt)
  await createDocument(tx, staff.get('marta')!, minute(0), {
    ...{ kind: 'minutes', parentId: id, markdown: minutes[locale] },
    title: translate(locale, 'meetings.minutes.title', { name: weeklyName[locale], day }),
  })
  await startMeeting(as(scene, 'marta', minute(0)), id)
  for (const key of seats)
    await giveInput(as(scene, people[key], minute(10)), id, {
      departmentId: departments[key],
      text: inputs[key][locale],
    })
  for (const { text, dissent } of decisions)
    await decideInMeeting(as(scene, 'marta', minute(25)), id, {
      text: text[locale],
      dissent: dissent ? [{ memberId: staff.get(dissent.by)!.id, reason: dissent.reason[locale] }] : [],
    })
  for (const { text, owner, days, isDone } of actions) {
    const { taskId } = await agreeInMeeting(as(scene, 'marta', minute(35)), id, {
      ...{ text: text[locale], ownerId: staff.get(owner)!.id, dueOn: addDays(monday, days) },
    })
    if (isDone) await completeTasks(tx, staff.get(owner)!, minute(24 * 60), [taskId])
  }
  await closeMeeting(as(scene, 'marta', minute(44)), id)
}

const answers = [
  ['ivan', 'accepted', 'accepted'],
  ['noa', 'tentative', 'tentative'],
  ['carla', 'accepted', 'accepted'],
  ['rosa', 'declined', 'accepted'],
] as const

/** Who has answered for the meetings to come: of the service department nobody comes to the next weekly. */
export async function answerNext(scene: Scene, now: Date): Promise<void> {
  const at = new Date(now.getTime() - 18 * 60 * minuteMs)
  const weekly = await nextOf(scene, weeklyName, now)
  const monthly = await nextOf(scene, monthlyName, now)
  for (const [who, week, month] of answers) {
    await answerInvitation(as(scene, who, at), weekly, week)
    await answerInvitation(as(scene, who, at), monthly, month)
  }
}

async function nextOf({ tx, workspaceId, locale }: Scene, name: Words, now: Date): Promise<string> {
  const { rows } = await sql<{ id: string }>`select id from meeting where workspace_id = ${workspaceId}
    and name = ${name[locale]} and state = 'planned' and starts_at > ${now} order by starts_at limit 1`.execute(tx)
  return rows[0]!.id
}

async function meetingAt({ tx, workspaceId, locale }: Scene, startsAt: Date): Promise<string> {
  const { rows } = await sql<{ id: string }>`select id from meeting
    where workspace_id = ${workspaceId} and name = ${weeklyName[locale]} and starts_at = ${startsAt}`.execute(tx)
  return rows[0]!.id
}
