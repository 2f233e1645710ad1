import { defineEvents, defineRoutes } from './kit.ts'

export const companiesRoutes = defineRoutes({})

export const companiesEvents = defineEvents({})
