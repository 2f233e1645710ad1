import { goalsRoutes } from '#contract/goals.ts'
import { defineModule } from '#kernel/module.ts'
import { checkIn, listCheckins } from './checkins.ts'
import { giveConfidence, listConfidence, listDue } from './confidence.ts'
import { addLink, readContributions, removeLink } from './contributions.ts'
import { listDays, listGoals, readTree } from './list-goals.ts'
import { measure } from './measure-job.ts'
import { remind } from './remind.ts'
import { readGoal } from './select-goals.ts'
import { createGoal, deleteGoal, restoreGoal, updateGoal } from './write-goal.ts'

export default defineModule({
  name: 'goals',
  routes: goalsRoutes,
  handlers: {
    'GET /goals': (ctx, { query }) => listGoals(ctx, query),
    'GET /goals/tree': (ctx, { query }) => readTree(ctx, query),
    'GET /goals/confidence-due': (ctx) => listDue(ctx),
    'POST /goals': (ctx, { body }) => createGoal(ctx, body),
    'GET /goals/:id': ({ db, actor, clock }, { params }) => readGoal(db, actor.workspaceId, params.id, clock.now()),
    'PATCH /goals/:id': (ctx, { params, body }) => updateGoal(ctx, params.id, body),
    'DELETE /goals/:id': (ctx, { params }) => deleteGoal(ctx, params.id),
    'POST /goals/:id/restoration': (ctx, { params }) => restoreGoal(ctx, params.id),
    'GET /goals/:id/days': (ctx, { params, query }) => listDays(ctx, params.id, query),
    'POST /goals/:id/checkins': (ctx, { params, body }) => checkIn(ctx, params.id, body),
    'GET /goals/:id/checkins': (ctx, { params, query }) => listCheckins(ctx, params.id, query),
    'PUT /goals/:id/confidence': (ctx, { params, body }) => giveConfidence(ctx, params.id, body),
    'GET /goals/:id/confidence': (ctx, { params, query }) => listConfidence(ctx, params.id, query),
    'GET /goals/:id/contributions': (ctx, { params }) => readContributions(ctx, params.id),
    'POST /goals/:id/links': (ctx, { params, body }) => addLink(ctx, params.id, body),
    'DELETE /goals/:id/links/:linkId': (ctx, { params }) => removeLink(ctx, params.id, params.linkId),
  },
  jobs: [measure, remind],
  every: [
    { job: measure, minutes: 30 },
    { job: remind, minutes: 60 },
  ],
})
