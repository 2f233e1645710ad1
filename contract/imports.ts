import { defineEvents, defineRoutes } from './kit.ts'

export const importsRoutes = defineRoutes({})

export const importsEvents = defineEvents({})
