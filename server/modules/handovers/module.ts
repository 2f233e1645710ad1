import { handoverPolicyRoutes } from '#contract/handover-policy.ts'
import { handoversRoutes } from '#contract/handovers.ts'
import { defineModule } from '#kernel/module.ts'
import { setOpenFromLead } from '#modules/deals/public.ts'
import { setAfterRescore } from '#modules/scoring/public.ts'
import { acceptHandover } from './accept.ts'
import { answerByDeal } from './answer-by-deal.ts'
import { markFirstTouch, withdraw } from './first-touch.ts'
import { listTransitions, moveByHand } from './lifecycle.ts'
import { qualify } from './qualify.ts'
import { countHandovers, listHandovers, readHandover } from './queries.ts'
import { rejectHandover, returnHandover } from './reject.ts'
import { readRejections, readSpeed } from './reports.ts'
import { assignHandover, requestHandover } from './request.ts'
import { changeRule, createRule, deleteRule, listRules, orderRules } from './routing-rules.ts'
import { changeSlaPolicy, slaPolicyOf } from './sla-policy.ts'
import { wake } from './wake.ts'
import { watch } from './watch.ts'

// Scoring does not know who acts on its results: whoever its jobs score again is qualified here.
setAfterRescore(qualify)
// Deals do not know who waits for sales: opening one with them answers them here.
setOpenFromLead(answerByDeal)

export default defineModule({
  name: 'handovers',
  routes: { ...handoversRoutes, ...handoverPolicyRoutes },
  handlers: {
    'GET /handovers': listHandovers,
    'POST /handovers': requestHandover,
    'GET /handovers/counts': countHandovers,
    'GET /handovers/:id': readHandover,
    'POST /handovers/:id/acceptance': acceptHandover,
    'POST /handovers/:id/rejection': rejectHandover,
    'POST /handovers/:id/return': returnHandover,
    'POST /handovers/:id/assignment': assignHandover,
    'GET /routing-rules': listRules,
    'POST /routing-rules': createRule,
    'PUT /routing-rules/order': orderRules,
    'PATCH /routing-rules/:id': changeRule,
    'DELETE /routing-rules/:id': deleteRule,
    'GET /sla-policy': ({ db, actor }) => slaPolicyOf(db, actor.workspaceId),
    'PATCH /sla-policy': changeSlaPolicy,
    'GET /lifecycle': listTransitions,
    'POST /lifecycle': moveByHand,
    'GET /reports/speed-to-lead': readSpeed,
    'GET /reports/rejections': readRejections,
  },
  jobs: [watch, wake, markFirstTouch, withdraw],
  on: {
    'activity.logged': [markFirstTouch],
    'contact.deleted': [withdraw],
    'contact.erased': [withdraw],
  },
  every: [
    { job: watch, minutes: 1 },
    { job: wake, minutes: 30 },
  ],
})
