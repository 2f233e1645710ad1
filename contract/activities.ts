import { defineEvents, defineRoutes } from './kit.ts'

export const activitiesRoutes = defineRoutes({})

export const activitiesEvents = defineEvents({})
