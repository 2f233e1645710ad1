import { defineEvents, defineRoutes } from './kit.ts'

export const handoversRoutes = defineRoutes({})

export const handoversEvents = defineEvents({})
