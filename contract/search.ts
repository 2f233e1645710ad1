import { defineEvents, defineRoutes } from './kit.ts'

export const searchRoutes = defineRoutes({})

export const searchEvents = defineEvents({})
