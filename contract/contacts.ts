import { defineEvents, defineRoutes } from './kit.ts'

export const contactsRoutes = defineRoutes({})

export const contactsEvents = defineEvents({})
