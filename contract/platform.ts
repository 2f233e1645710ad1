import { defineEvents, defineRoutes } from './kit.ts'

export const platformRoutes = defineRoutes({})

export const platformEvents = defineEvents({})
