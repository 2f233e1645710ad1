import { defineEvents, defineRoutes } from './kit.ts'

export const todayRoutes = defineRoutes({})

export const todayEvents = defineEvents({})
