import { scoringRoutes } from '#contract/scoring.ts'
import { defineModule } from '#kernel/module.ts'
import { rescoreAll, rescoreCompany, rescoreMerged, rescoreSubjects, rescoreUpdated, sweep } from './jobs.ts'
import { activateModel, changeModel, createModel, deleteModel, listModels, readModel } from './models.ts'
import { previewModel } from './preview.ts'
import { readScore } from './read-score.ts'

export default defineModule({
  name: 'scoring',
  routes: scoringRoutes,
  handlers: {
    'GET /contacts/:id/score': readScore,
    'GET /scoring-models': listModels,
    'POST /scoring-models': createModel,
    'GET /scoring-models/:version': readModel,
    'PATCH /scoring-models/:version': changeModel,
    'DELETE /scoring-models/:version': deleteModel,
    'POST /scoring-models/:version/activation': activateModel,
    'POST /scoring-models/preview': previewModel,
  },
  jobs: [sweep, rescoreAll, rescoreSubjects, rescoreMerged, rescoreUpdated, rescoreCompany],
  on: {
    'contact.merged': [rescoreMerged],
    'contact.merge_reversed': [rescoreMerged],
    'contact.updated': [rescoreUpdated],
    'company.updated': [rescoreCompany],
  },
  every: [{ job: sweep, minutes: 5 }],
})
