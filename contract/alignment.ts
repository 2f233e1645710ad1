import { defineEvents, defineRoutes } from './kit.ts'

export const alignmentRoutes = defineRoutes({})
export const alignmentEvents = defineEvents({})
