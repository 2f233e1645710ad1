import { defineEvents, defineRoutes } from './kit.ts'

export const viewsRoutes = defineRoutes({})

export const viewsEvents = defineEvents({})
