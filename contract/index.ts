import type { Static } from 'typebox'
import { accountEvents, accountRoutes } from './accounts.ts'
import { activitiesEvents, activitiesRoutes } from './activities.ts'
import { agreementsEvents, agreementsRoutes } from './agreements.ts'
import { alignmentEvents, alignmentRoutes } from './alignment.ts'
import { assetsRoutes } from './assets.ts'
import { calendarFeedsRoutes, publicCalendarFeedsRoutes } from './calendar-feeds.ts'
import { campaignChecksRoutes } from './campaign-checks.ts'
import { campaignsEvents } from './campaign-events.ts'
import { campaignPartsRoutes, publicCampaignsRoutes } from './campaign-parts.ts'
import { campaignsRoutes } from './campaigns.ts'
import { claimsEvents } from './claim-events.ts'
import { claimsRoutes } from './claims.ts'
import { companiesEvents, companiesRoutes } from './companies.ts'
import { conflictsEvents, conflictsRoutes } from './conflicts.ts'
import { contactMergesEvents, contactMergesRoutes } from './contact-merges.ts'
import { contactRightsEvents, contactRightsRoutes } from './contact-rights.ts'
import { contactsEvents, contactsRoutes } from './contacts.ts'
import { dealsEvents, dealsRoutes } from './deals.ts'
import { demoEvents, demoRoutes } from './demo.ts'
import { documentsEvents, documentsRoutes } from './documents.ts'
import { publicFormsRoutes } from './form-submissions.ts'
import { formsEvents, formsRoutes } from './forms.ts'
import { glossaryEvents, glossaryRoutes } from './glossary.ts'
import { goalsEvents, goalsRoutes } from './goals.ts'
import { handoverPolicyEvents, handoverPolicyRoutes } from './handover-policy.ts'
import { handoversEvents, handoversRoutes } from './handovers.ts'
import { ideasEvents, ideasRoutes } from './ideas.ts'
import { impactsEvents, impactsRoutes } from './impacts.ts'
import { importsEvents, importsRoutes } from './imports.ts'
import { informationRoutes } from './information.ts'
import { informationEvents } from './information-events.ts'
import { informationTemplatesRoutes } from './information-templates.ts'
import { journeyEvents, journeyRoutes } from './journey.ts'
import { meetingSeriesRoutes } from './meeting-series.ts'
import { meetingsRoutes } from './meetings.ts'
import { meetingsEvents } from './meetings-events.ts'
import { meetingsPartsRoutes } from './meetings-parts.ts'
import { noticesEvents } from './notice-events.ts'
import { noticesRoutes } from './notices.ts'
import { ordersEvents } from './order-events.ts'
import { ordersRoutes } from './orders.ts'
import { pipelinesEvents, pipelinesRoutes } from './pipelines.ts'
import { platformEvents, platformRoutes } from './platform.ts'
import { productsEvents } from './product-events.ts'
import { productPartsRoutes } from './product-parts.ts'
import { productsRoutes } from './products.ts'
import { projectsEvents, projectsRoutes } from './projects.ts'
import { pulseEvents, pulseRoutes } from './pulse.ts'
import { returnsRoutes } from './returns.ts'
import { scoringEvents, scoringRoutes } from './scoring.ts'
import { searchEvents, searchRoutes } from './search.ts'
import { publicShopsRoutes, shopsEvents, shopsRoutes } from './shops.ts'
import { stockRoutes } from './stock.ts'
import { stockEvents } from './stock-events.ts'
import { publicStockFeedsRoutes, stockFeedsRoutes } from './stock-feeds.ts'
import { todayEvents, todayRoutes } from './today.ts'
import { publicTrackingRoutes, trackingEvents, trackingRoutes } from './tracking.ts'
import { trainingsEvents } from './training-events.ts'
import { trainingPartsRoutes } from './training-part-routes.ts'
import { trainingsRoutes } from './trainings.ts'
import { viewsEvents, viewsRoutes } from './views.ts'
import { publicWaitlistRoutes, waitlistRoutes } from './waitlist.ts'

/** Every route below `/api/v1`. */
export const contract = {
  ...accountRoutes,
  ...platformRoutes,
  ...contactsRoutes,
  ...contactMergesRoutes,
  ...contactRightsRoutes,
  ...companiesRoutes,
  ...activitiesRoutes,
  ...formsRoutes,
  ...trackingRoutes,
  ...scoringRoutes,
  ...handoversRoutes,
  ...handoverPolicyRoutes,
  ...dealsRoutes,
  ...pipelinesRoutes,
  ...productsRoutes,
  ...productPartsRoutes,
  ...stockRoutes,
  ...stockFeedsRoutes,
  ...waitlistRoutes,
  ...ordersRoutes,
  ...returnsRoutes,
  ...shopsRoutes,
  ...campaignsRoutes,
  ...campaignPartsRoutes,
  ...campaignChecksRoutes,
  ...assetsRoutes,
  ...claimsRoutes,
  ...impactsRoutes,
  ...journeyRoutes,
  ...projectsRoutes,
  ...documentsRoutes,
  ...meetingSeriesRoutes,
  ...meetingsRoutes,
  ...calendarFeedsRoutes,
  ...meetingsPartsRoutes,
  ...informationRoutes,
  ...informationTemplatesRoutes,
  ...glossaryRoutes,
  ...agreementsRoutes,
  ...goalsRoutes,
  ...noticesRoutes,
  ...trainingsRoutes,
  ...trainingPartsRoutes,
  ...ideasRoutes,
  ...conflictsRoutes,
  ...pulseRoutes,
  ...alignmentRoutes,
  ...importsRoutes,
  ...searchRoutes,
  ...viewsRoutes,
  ...todayRoutes,
  ...demoRoutes,
}
/** Every route at the root, for visitors. */
export const publicContract = {
  ...publicFormsRoutes,
  ...publicTrackingRoutes,
  ...publicStockFeedsRoutes,
  ...publicWaitlistRoutes,
  ...publicCampaignsRoutes,
  ...publicShopsRoutes,
  ...publicCalendarFeedsRoutes,
}
/** Every event of the ledger. */
export const events = {
  ...accountEvents,
  ...platformEvents,
  ...contactsEvents,
  ...contactMergesEvents,
  ...contactRightsEvents,
  ...companiesEvents,
  ...activitiesEvents,
  ...formsEvents,
  ...trackingEvents,
  ...scoringEvents,
  ...handoversEvents,
  ...handoverPolicyEvents,
  ...dealsEvents,
  ...pipelinesEvents,
  ...productsEvents,
  ...stockEvents,
  ...ordersEvents,
  ...shopsEvents,
  ...campaignsEvents,
  ...claimsEvents,
  ...impactsEvents,
  ...journeyEvents,
  ...projectsEvents,
  ...documentsEvents,
  ...meetingsEvents,
  ...informationEvents,
  ...glossaryEvents,
  ...agreementsEvents,
  ...goalsEvents,
  ...noticesEvents,
  ...trainingsEvents,
  ...ideasEvents,
  ...conflictsEvents,
  ...pulseEvents,
  ...alignmentEvents,
  ...importsEvents,
  ...searchEvents,
  ...viewsEvents,
  ...todayEvents,
  ...demoEvents,
}
export type Contract = typeof contract
export type Events = { [N in keyof typeof events]: Static<(typeof events)[N]> }
