import { defineEvents, defineRoutes } from './kit.ts'

export const glossaryRoutes = defineRoutes({})
export const glossaryEvents = defineEvents({})
