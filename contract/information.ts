import { defineEvents, defineRoutes } from './kit.ts'

export const informationRoutes = defineRoutes({})
export const informationEvents = defineEvents({})
