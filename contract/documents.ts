import { defineEvents, defineRoutes } from './kit.ts'

export const documentsRoutes = defineRoutes({})
export const documentsEvents = defineEvents({})
