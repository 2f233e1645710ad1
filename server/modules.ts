import type { Module } from '#kernel/module.ts'
import accounts from '#modules/accounts/module.ts'
import { setSeeds } from '#modules/accounts/public.ts'
import activities from '#modules/activities/module.ts'
import agreements from '#modules/agreements/module.ts'
import { agreementsAgenda } from '#modules/agreements/public.ts'
import alignment from '#modules/alignment/module.ts'
import campaigns from '#modules/campaigns/module.ts'
import {
  briefDocuments,
  describeBriefs,
  describeCampaigns,
  describeLinks,
  describeOffers,
  followPrices,
  followSpecs,
  followStock,
} from '#modules/campaigns/public.ts'
import claims from '#modules/claims/module.ts'
import companies from '#modules/companies/module.ts'
import conflicts from '#modules/conflicts/module.ts'
import { conflictsAgenda } from '#modules/conflicts/public.ts'
import contacts from '#modules/contacts/module.ts'
import deals from '#modules/deals/module.ts'
import { seed as seedDeals } from '#modules/deals/seed.ts'
import demo from '#modules/demo/module.ts'
import documents from '#modules/documents/module.ts'
import { registerDocumentKind } from '#modules/documents/public.ts'
import forms from '#modules/forms/module.ts'
import glossary from '#modules/glossary/module.ts'
import { describeTerms, glossaryAgenda } from '#modules/glossary/public.ts'
import goals from '#modules/goals/module.ts'
import { goalsAgenda, registerGauge } from '#modules/goals/public.ts'
import handovers from '#modules/handovers/module.ts'
import ideas from '#modules/ideas/module.ts'
import { ideasAgenda } from '#modules/ideas/public.ts'
import impacts from '#modules/impacts/module.ts'
import { registerNodes } from '#modules/impacts/public.ts'
import imports from '#modules/imports/module.ts'
import information from '#modules/information/module.ts'
import { informationAgenda, informationDocuments, informationLock } from '#modules/information/public.ts'
import { seed as seedInformation } from '#modules/information/seed.ts'
import meetings from '#modules/meetings/module.ts'
import { minutesDocuments, registerAgendaSource, registerLock } from '#modules/meetings/public.ts'
import notices from '#modules/notices/module.ts'
import { describeNotices, noticesAgenda } from '#modules/notices/public.ts'
import orders from '#modules/orders/module.ts'
import platform from '#modules/platform/module.ts'
import products from '#modules/products/module.ts'
import { setAfterPriceChange, setAfterSpecPublished } from '#modules/products/public.ts'
import projects from '#modules/projects/module.ts'
import { setProjectCoverage } from '#modules/projects/public.ts'
import pulse from '#modules/pulse/module.ts'
import scoring from '#modules/scoring/module.ts'
import { seed as seedScoring } from '#modules/scoring/seed.ts'
import search from '#modules/search/module.ts'
import shops from '#modules/shops/module.ts'
import stock from '#modules/stock/module.ts'
import { setAfterStockChange } from '#modules/stock/public.ts'
import today from '#modules/today/module.ts'
import tracking from '#modules/tracking/module.ts'
import trainings from '#modules/trainings/module.ts'
import { trainingCoverage, trainingsAgenda } from '#modules/trainings/public.ts'
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
  products,
  stock,
  orders,
  shops,
  claims,
  impacts,
  campaigns,
  projects,
  documents,
  meetings,
  information,
  glossary,
  agreements,
  goals,
  notices,
  trainings,
  ideas,
  conflicts,
  pulse,
  alignment,
  imports,
  search,
  views,
  today,
  demo,
]

setSeeds([seedDeals, seedScoring, seedInformation])

// The guard of campaigns comes after claims: it judges by what they have just found out.
setAfterStockChange(followStock)
setAfterSpecPublished(followSpecs)
setAfterPriceChange(followPrices)
registerNodes('campaign', describeCampaigns)
registerNodes('brief', describeBriefs)
registerNodes('offer', describeOffers)
registerNodes('link', describeLinks)
registerAgendaSource('agreements', agreementsAgenda)
registerAgendaSource('goals', goalsAgenda)
registerGauge('training_coverage', trainingCoverage)
registerNodes('term', describeTerms)
registerNodes('notice', describeNotices)
registerAgendaSource('glossary', glossaryAgenda)
registerAgendaSource('notices', noticesAgenda)
registerAgendaSource('information', informationAgenda)
registerLock(informationLock)
registerDocumentKind('information', informationDocuments)
setProjectCoverage(trainingCoverage)
registerAgendaSource('trainings', trainingsAgenda)
registerAgendaSource('ideas', ideasAgenda)
registerAgendaSource('conflicts', conflictsAgenda)
registerDocumentKind('minutes', minutesDocuments)
registerDocumentKind('brief', briefDocuments)
