import { dealsRoutes } from '#contract/deals.ts'
import { pipelinesRoutes } from '#contract/pipelines.ts'
import { defineModule } from '#kernel/module.ts'
import { changeMany } from './change-many.ts'
import { loseDeal, reopenDeal, winDeal } from './close-deal.ts'
import { createDeal } from './create-deal.ts'
import { deleteDeal, restoreDeal } from './delete-deal.ts'
import { listDeals } from './list-deals.ts'
import { listPipelines } from './list-pipelines.ts'
import { moveDeal } from './move-deal.ts'
import { readBoard } from './read-board.ts'
import { readDealRecord } from './read-deal-record.ts'
import { readTimeline } from './read-timeline.ts'
import { updateDeal } from './update-deal.ts'
import { updatePipeline } from './update-pipeline.ts'

export default defineModule({
  name: 'deals',
  routes: { ...dealsRoutes, ...pipelinesRoutes },
  handlers: {
    'GET /deals': (ctx, { query }) => listDeals(ctx, query),
    'GET /deals/board': (ctx, { query }) => readBoard(ctx, query),
    'POST /deals': (ctx, { body }) => createDeal(ctx, body),
    'GET /deals/:id': (ctx, { params }) => readDealRecord(ctx, params.id),
    'PATCH /deals/:id': (ctx, { params, body }) => updateDeal(ctx, params.id, body),
    'DELETE /deals/:id': (ctx, { params }) => deleteDeal(ctx, params.id),
    'POST /deals/:id/restoration': (ctx, { params }) => restoreDeal(ctx, params.id),
    'POST /deals/:id/stage': (ctx, { params, body }) => moveDeal(ctx, params.id, body),
    'POST /deals/:id/won': (ctx, { params, body }) => winDeal(ctx, params.id, body),
    'POST /deals/:id/lost': (ctx, { params, body }) => loseDeal(ctx, params.id, body),
    'POST /deals/:id/reopening': (ctx, { params }) => reopenDeal(ctx, params.id),
    'GET /deals/:id/timeline': (ctx, { params, query }) => readTimeline(ctx, params.id, query),
    'POST /deals/bulk': (ctx, { body }) => changeMany(ctx, body),
    'GET /pipelines': async ({ db, actor }) => ({ items: await listPipelines(db, actor.workspaceId), next: null }),
    'PATCH /pipelines/:id': (ctx, { params, body }) => updatePipeline(ctx, params.id, body),
  },
})
