import { defineEvents, defineRoutes } from './kit.ts'

export const trackingRoutes = defineRoutes({})

export const trackingEvents = defineEvents({})

/** At the root, for visitors. */
export const publicTrackingRoutes = defineRoutes({})
