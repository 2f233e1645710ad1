import { defineEvents, defineRoutes } from './kit.ts'

export const goalsRoutes = defineRoutes({})
export const goalsEvents = defineEvents({})
