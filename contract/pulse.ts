import { defineEvents, defineRoutes } from './kit.ts'

export const pulseRoutes = defineRoutes({})
export const pulseEvents = defineEvents({})
