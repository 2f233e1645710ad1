import { agreementsRoutes } from '#contract/agreements.ts'
import { defineModule } from '#kernel/module.ts'
import { preview, readAttainment } from './attainment.ts'
import { listAgreements } from './list-agreements.ts'
import { listDeliveries, listLeads } from './list-behind.ts'
import { measure } from './measure-job.ts'
import { readAgreement } from './select-agreements.ts'
import { sign } from './sign.ts'
import { listVersions, propose, withdrawDraft, writeDraft } from './versions.ts'
import { createAgreement, deleteAgreement, restoreAgreement, updateAgreement } from './write-agreement.ts'

export default defineModule({
  name: 'agreements',
  routes: agreementsRoutes,
  handlers: {
    'GET /agreements': (ctx, { query }) => listAgreements(ctx, query),
    'POST /agreements': (ctx, { body }) => createAgreement(ctx, body),
    'POST /agreements/preview': (ctx, { body }) => preview(ctx, body),
    'GET /agreements/:id': ({ db, actor }, { params }) => readAgreement(db, actor.workspaceId, params.id),
    'PATCH /agreements/:id': (ctx, { params, body }) => updateAgreement(ctx, params.id, body),
    'DELETE /agreements/:id': (ctx, { params }) => deleteAgreement(ctx, params.id),
    'POST /agreements/:id/restoration': (ctx, { params }) => restoreAgreement(ctx, params.id),
    'PUT /agreements/:id/draft': (ctx, { params, body }) => writeDraft(ctx, params.id, body),
    'DELETE /agreements/:id/draft': (ctx, { params }) => withdrawDraft(ctx, params.id),
    'POST /agreements/:id/proposal': (ctx, { params }) => propose(ctx, params.id),
    'POST /agreements/:id/signatures': (ctx, { params, body }) => sign(ctx, params.id, body),
    'GET /agreements/:id/versions': (ctx, { params, query }) => listVersions(ctx, params.id, query),
    'GET /agreements/:id/attainment': (ctx, { params, query }) => readAttainment(ctx, params.id, query),
    'GET /agreements/:id/leads': (ctx, { params, query }) => listLeads(ctx, params.id, query),
    'GET /agreements/:id/deliveries': (ctx, { params, query }) => listDeliveries(ctx, params.id, query),
  },
  jobs: [measure],
  every: [{ job: measure, minutes: 15 }],
})
