import { defineEvents, defineRoutes } from './kit.ts'

export const ideasRoutes = defineRoutes({})
export const ideasEvents = defineEvents({})
