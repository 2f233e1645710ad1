import { defineEvents, defineRoutes } from './kit.ts'

export const noticesRoutes = defineRoutes({})
export const noticesEvents = defineEvents({})
