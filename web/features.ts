import activities from './features/activities/feature.ts'
import agreements from './features/agreements/feature.ts'
import alignment from './features/alignment/feature.ts'
import campaigns from './features/campaigns/feature.ts'
import claims from './features/claims/feature.ts'
import companies from './features/companies/feature.ts'
import conflicts from './features/conflicts/feature.ts'
import contacts from './features/contacts/feature.ts'
import deals from './features/deals/feature.ts'
import demo from './features/demo/feature.ts'
import documents from './features/documents/feature.ts'
import forms from './features/forms/feature.ts'
import glossary from './features/glossary/feature.ts'
import goals from './features/goals/feature.ts'
import handovers from './features/handovers/feature.ts'
import ideas from './features/ideas/feature.ts'
import impacts from './features/impacts/feature.ts'
import imports from './features/imports/feature.ts'
import information from './features/information/feature.ts'
import journeyMap from './features/journey-map/feature.ts'
import meetings from './features/meetings/feature.ts'
import members from './features/members/feature.ts'
import notices from './features/notices/feature.ts'
import notifications from './features/notifications/feature.ts'
import orders from './features/orders/feature.ts'
import platform from './features/platform/feature.ts'
import products from './features/products/feature.ts'
import profile from './features/profile/feature.ts'
import projects from './features/projects/feature.ts'
import pulse from './features/pulse/feature.ts'
import results from './features/results/feature.ts'
import scoring from './features/scoring/feature.ts'
import settings from './features/settings/feature.ts'
import setup from './features/setup/feature.ts'
import shops from './features/shops/feature.ts'
import signIn from './features/sign-in/feature.ts'
import tasks from './features/tasks/feature.ts'
import today from './features/today/feature.ts'
import trainings from './features/trainings/feature.ts'
import type { Feature } from './kernel/feature.ts'

/** Every feature of the app; the order decides nothing. */
export const features: readonly Feature[] = [
  activities,
  agreements,
  alignment,
  campaigns,
  claims,
  companies,
  conflicts,
  contacts,
  deals,
  demo,
  documents,
  forms,
  glossary,
  goals,
  handovers,
  ideas,
  impacts,
  imports,
  information,
  journeyMap,
  meetings,
  members,
  notices,
  notifications,
  orders,
  platform,
  products,
  profile,
  projects,
  pulse,
  results,
  scoring,
  settings,
  setup,
  shops,
  signIn,
  tasks,
  today,
  trainings,
]
