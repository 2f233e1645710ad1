import { defineEvents, defineRoutes } from './kit.ts'

export const dealsRoutes = defineRoutes({})

export const dealsEvents = defineEvents({})
