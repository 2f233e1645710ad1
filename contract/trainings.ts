import { defineEvents, defineRoutes } from './kit.ts'

export const trainingsRoutes = defineRoutes({})
export const trainingsEvents = defineEvents({})
