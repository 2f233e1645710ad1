import { impactsRoutes } from '#contract/impacts.ts'
import { journeyRoutes } from '#contract/journey.ts'
import { defineModule } from '#kernel/module.ts'
import { setAfterStockChange } from '#modules/stock/public.ts'
import { acknowledge } from './acknowledge.ts'
import { registerOwnNodes } from './describe-own.ts'
import { escalate } from './escalate.ts'
import { followDiscontinued, followPrice, followSpec } from './follow-changes.ts'
import { followInbound } from './follow-inbound.ts'
import { followStock, watchStock } from './follow-stock.ts'
import { followTask } from './follow-tasks.ts'
import { readMap } from './journey/read-map.ts'
import { createStage, deleteStage, orderStages, restoreStage, updateStage } from './journey/stages.ts'
import { createTouchpoint, deleteTouchpoint, restoreTouchpoint, updateTouchpoint } from './journey/touchpoints.ts'
import { listDependants } from './list-dependants.ts'
import { mendByHand } from './mend-by-hand.ts'
import { readReaction } from './reaction-report.ts'
import { listImpacts, readImpact } from './select-impacts.ts'

registerOwnNodes()
// Stock does not know who depends on it: what begins to miss, or comes back, is noticed in the transaction of the write.
setAfterStockChange(watchStock)

export default defineModule({
  name: 'impacts',
  routes: { ...impactsRoutes, ...journeyRoutes },
  handlers: {
    'GET /impacts': (ctx, { query }) => listImpacts(ctx, query),
    'GET /impacts/dependants': (ctx, { query }) => listDependants(ctx, query),
    'GET /impacts/:id': ({ db, actor }, { params }) => readImpact(db, actor, params.id),
    'POST /impacts/:id/acknowledgements': (ctx, { params }) => acknowledge(ctx, params.id),
    'POST /impacts/:id/mendings': (ctx, { params, body }) => mendByHand(ctx, params.id, body),
    'GET /reports/reaction': (ctx, { query }) => readReaction(ctx, query),
    'GET /journey-map': ({ db, actor }) => readMap(db, actor.workspaceId),
    'POST /journey-stages': (ctx, { body }) => createStage(ctx, body),
    'PUT /journey-stages/order': (ctx, { body }) => orderStages(ctx, body.ids),
    'PATCH /journey-stages/:id': (ctx, { params, body }) => updateStage(ctx, params.id, body),
    'DELETE /journey-stages/:id': (ctx, { params }) => deleteStage(ctx, params.id),
    'POST /journey-stages/:id/restoration': (ctx, { params }) => restoreStage(ctx, params.id),
    'POST /touchpoints': (ctx, { body }) => createTouchpoint(ctx, body),
    'PATCH /touchpoints/:id': (ctx, { params, body }) => updateTouchpoint(ctx, params.id, body),
    'DELETE /touchpoints/:id': (ctx, { params }) => deleteTouchpoint(ctx, params.id),
    'POST /touchpoints/:id/restoration': (ctx, { params }) => restoreTouchpoint(ctx, params.id),
  },
  jobs: [escalate, followSpec, followPrice, followInbound, followDiscontinued, followStock, followTask],
  on: {
    'spec.published': [followSpec],
    'price.changed': [followPrice],
    'inbound.changed': [followInbound],
    'product.discontinued': [followDiscontinued],
    'task.completed': [followTask],
  },
  every: [{ job: escalate, minutes: 5 }],
})
