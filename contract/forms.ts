import { defineEvents, defineRoutes } from './kit.ts'

export const formsRoutes = defineRoutes({})

export const formsEvents = defineEvents({})

/** At the root, for visitors. */
export const publicFormsRoutes = defineRoutes({})
