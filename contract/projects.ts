import { defineEvents, defineRoutes } from './kit.ts'

export const projectsRoutes = defineRoutes({})
export const projectsEvents = defineEvents({})
