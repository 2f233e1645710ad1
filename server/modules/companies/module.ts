import { companiesRoutes } from '#contract/companies.ts'
import { defineModule } from '#kernel/module.ts'
import { companyTimeline, listCompanies, listDeals, listPeople } from './list.ts'
import { readCompany } from './read.ts'
import { createCompany, deleteCompany, patchCompany, restoreCompany } from './write.ts'

export default defineModule({
  name: 'companies',
  routes: companiesRoutes,
  handlers: {
    'GET /companies': (ctx, { query }) => listCompanies(ctx, query),
    'POST /companies': (ctx, { body }) => createCompany(ctx, body),
    'GET /companies/:id': (ctx, { params }) => readCompany(ctx.db, ctx.actor.workspaceId, params.id),
    'PATCH /companies/:id': (ctx, { params, body }) => patchCompany(ctx, params.id, body),
    'DELETE /companies/:id': (ctx, { params }) => deleteCompany(ctx, params.id),
    'POST /companies/:id/restoration': (ctx, { params }) => restoreCompany(ctx, params.id),
    'GET /companies/:id/contacts': (ctx, { params, query }) => listPeople(ctx, params.id, query),
    'GET /companies/:id/deals': (ctx, { params, query }) => listDeals(ctx, params.id, query),
    'GET /companies/:id/timeline': (ctx, { params, query }) => companyTimeline(ctx, params.id, query),
  },
})
