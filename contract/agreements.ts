import { defineEvents, defineRoutes } from './kit.ts'

export const agreementsRoutes = defineRoutes({})
export const agreementsEvents = defineEvents({})
