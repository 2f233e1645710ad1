import { defineEvents, defineRoutes } from './kit.ts'

export const conflictsRoutes = defineRoutes({})
export const conflictsEvents = defineEvents({})
