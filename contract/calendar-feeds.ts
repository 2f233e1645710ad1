import Type, { type Static } from 'typebox'
import { ById, defineRoutes, Id, Instant, Nullable, PageOf, Text } from './kit.ts'

export const CalendarFeed = Type.Object({
  id: Id,
  name: Type.String(),
  createdAt: Instant,
  lastReadAt: Nullable(Instant),
})
export type CalendarFeed = Static<typeof CalendarFeed>

export const calendarFeedsRoutes = defineRoutes({
  'GET /calendar-feeds': {
    summary: 'The reader’s own calendar addresses, without their secrets',
    can: 'meetings.read',
    reply: PageOf(CalendarFeed),
  },
  'POST /calendar-feeds': {
    summary: 'Make a private calendar address of the reader’s meetings; shown once',
    can: 'meetings.read',
    body: Type.Object({ name: Type.Optional(Text(80)) }),
    reply: Type.Object({ ...CalendarFeed.properties, url: Type.String() }),
    status: 201,
    problems: ['unprocessable'],
  },
  'DELETE /calendar-feeds/:id': {
    summary: 'Revoke a calendar address of one’s own: it answers 404 from now on',
    can: 'meetings.read',
    params: ById,
  },
})

/** At the root, for calendars. */
export const publicCalendarFeedsRoutes = defineRoutes({
  'GET /cal/:file': {
    summary: 'The meetings of a member as a calendar (`<token>.ics`): from ninety days ago to the horizon',
    can: 'anyone',
    params: Type.Object({ file: Type.String({ maxLength: 120 }) }),
    produces: 'stream',
    status: 200,
    limitPerMinute: 60,
  },
})
