import type { Module } from '#kernel/module.ts'
import accounts from '#modules/accounts/module.ts'
import { setSeeds } from '#modules/accounts/public.ts'
import activities from '#modules/activities/module.ts'
import companies from '#modules/companies/module.ts'
import contacts from '#modules/contacts/module.ts'
import deals from '#modules/deals/module.ts'
import { seed as seedDeals } from '#modules/deals/seed.ts'
import demo from '#modules/demo/module.ts'
import forms from '#modules/forms/module.ts'
import handovers from '#modules/handovers/module.ts'
import imports from '#modules/imports/module.ts'
import platform from '#modules/platform/module.ts'
import scoring from '#modules/scoring/module.ts'
import { seed as seedScoring } from '#modules/scoring/seed.ts'
import search from '#modules/search/module.ts'
import today from '#modules/today/module.ts'
import tracking from '#modules/tracking/module.ts'
import views from '#modules/views/module.ts'

/** Every module, explicitly. The order is the order of the API reference. */
export const modules: readonly Module[] = [
  accounts,
  platform,
  contacts,
  companies,
  activities,
  forms,
  tracking,
  scoring,
  handovers,
  deals,
  imports,
  search,
  views,
  today,
  demo,
]

setSeeds([seedDeals, seedScoring])
