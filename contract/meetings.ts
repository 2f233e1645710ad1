import { defineEvents, defineRoutes } from './kit.ts'

export const meetingsRoutes = defineRoutes({})
/** At the root, for calendars. */
export const publicMeetingsRoutes = defineRoutes({})
export const meetingsEvents = defineEvents({})
