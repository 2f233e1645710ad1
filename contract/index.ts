import type { Static } from 'typebox'
import { accountEvents, accountRoutes } from './accounts.ts'
import { activitiesEvents, activitiesRoutes } from './activities.ts'
import { companiesEvents, companiesRoutes } from './companies.ts'
import { contactsEvents, contactsRoutes } from './contacts.ts'
import { dealsEvents, dealsRoutes } from './deals.ts'
import { demoEvents, demoRoutes } from './demo.ts'
import { formsEvents, formsRoutes, publicFormsRoutes } from './forms.ts'
import { handoversEvents, handoversRoutes } from './handovers.ts'
import { importsEvents, importsRoutes } from './imports.ts'
import { platformEvents, platformRoutes } from './platform.ts'
import { scoringEvents, scoringRoutes } from './scoring.ts'
import { searchEvents, searchRoutes } from './search.ts'
import { todayEvents, todayRoutes } from './today.ts'
import { publicTrackingRoutes, trackingEvents, trackingRoutes } from './tracking.ts'
import { viewsEvents, viewsRoutes } from './views.ts'

/** Every route below `/api/v1`. */
export const contract = {
  ...accountRoutes,
  ...platformRoutes,
  ...contactsRoutes,
  ...companiesRoutes,
  ...activitiesRoutes,
  ...formsRoutes,
  ...trackingRoutes,
  ...scoringRoutes,
  ...handoversRoutes,
  ...dealsRoutes,
  ...importsRoutes,
  ...searchRoutes,
  ...viewsRoutes,
  ...todayRoutes,
  ...demoRoutes,
}
/** Every route at the root, for visitors. */
export const publicContract = { ...publicFormsRoutes, ...publicTrackingRoutes }
/** Every event of the ledger. */
export const events = {
  ...accountEvents,
  ...platformEvents,
  ...contactsEvents,
  ...companiesEvents,
  ...activitiesEvents,
  ...formsEvents,
  ...trackingEvents,
  ...scoringEvents,
  ...handoversEvents,
  ...dealsEvents,
  ...importsEvents,
  ...searchEvents,
  ...viewsEvents,
  ...todayEvents,
  ...demoEvents,
}
export type Contract = typeof contract
export type Events = { [N in keyof typeof events]: Static<(typeof events)[N]> }
