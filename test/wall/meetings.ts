import type { TestWorkspace } from '../harness.ts'

type Made = (resource: string, key: string, body: object) => Promise<{ id: string }>

/** A series with its meetings, a single meeting, and a calendar address. */
export async function furnishMeetings(made: Made, { departmentIds, ownerId }: TestWorkspace): Promise<void> {
  const table = { departmentIds: [departmentIds.marketing, departmentIds.sales], leaderId: ownerId }
  const rule = { rrule: 'FREQ=WEEKLY;BYDAY=MO', timeZone: 'Europe/Madrid', durationMinutes: 60 }
  await made('meeting-series', 'POST /meeting-series', { name: 'Series', ...rule, ...table })
  await made('meetings', 'POST /meetings', { name: 'Meeting', startsAt: '2026-11-24T09:00:00Z', ...table })
  await made('calendar-feeds', 'POST /calendar-feeds', {})
}
