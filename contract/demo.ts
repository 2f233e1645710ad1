import { defineEvents, defineRoutes } from './kit.ts'

export const demoRoutes = defineRoutes({})

export const demoEvents = defineEvents({})
