import activities from './features/activities/feature.ts'
import campaigns from './features/campaigns/feature.ts'
import claims from './features/claims/feature.ts'
import companies from './features/companies/feature.ts'
import contacts from './features/contacts/feature.ts'
import deals from './features/deals/feature.ts'
import demo from './features/demo/feature.ts'
import forms from './features/forms/feature.ts'
import handovers from './features/handovers/feature.ts'
import impacts from './features/impacts/feature.ts'
import imports from './features/imports/feature.ts'
import journeyMap from './features/journey-map/feature.ts'
import members from './features/members/feature.ts'
import notifications from './features/notifications/feature.ts'
import orders from './features/orders/feature.ts'
import platform from './features/platform/feature.ts'
import products from './features/products/feature.ts'
import profile from './features/profile/feature.ts'
import results from './features/results/feature.ts'
import scoring from './features/scoring/feature.ts'
import settings from './features/settings/feature.ts'
import setup from './features/setup/feature.ts'
import shops from './features/shops/feature.ts'
import signIn from './features/sign-in/feature.ts'
import tasks from './features/tasks/feature.ts'
import today from './features/today/feature.ts'
import type { Feature } from './kernel/feature.ts'

/** Every feature of the app; the order decides nothing. */
export const features: readonly Feature[] = [
  activities,
  campaigns,
  claims,
  companies,
  contacts,
  deals,
  demo,
  forms,
  handovers,
  impacts,
  imports,
  journeyMap,
  members,
  notifications,
  orders,
  platform,
  products,
  profile,
  results,
  scoring,
  settings,
  setup,
  shops,
  signIn,
  tasks,
  today,
]
