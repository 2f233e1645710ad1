import { defineEvents, defineRoutes } from './kit.ts'

export const scoringRoutes = defineRoutes({})

export const scoringEvents = defineEvents({})
