import { conflictsRoutes } from '#contract/conflicts.ts'
import { defineModule } from '#kernel/module.ts'
import { decide, review } from './decide.ts'
import { addEvidence, changeEvidence, removeEvidence } from './evidence.ts'
import { listConflicts } from './list-conflicts.ts'
import { readConflict } from './read-conflict.ts'
import { writeView } from './sides.ts'
import { watch } from './watch.ts'
import { createConflict, deleteConflict, restoreConflict, updateConflict } from './write-conflict.ts'

export default defineModule({
  name: 'conflicts',
  routes: conflictsRoutes,
  handlers: {
    'GET /conflicts': (ctx, { query }) => listConflicts(ctx, query),
    'POST /conflicts': (ctx, { body }) => createConflict(ctx, body),
    'GET /conflicts/:id': (ctx, { params }) => readConflict(ctx.db, ctx, params.id),
    'PATCH /conflicts/:id': (ctx, { params, body }) => updateConflict(ctx, params.id, body),
    'DELETE /conflicts/:id': (ctx, { params }) => deleteConflict(ctx, params.id),
    'POST /conflicts/:id/restoration': (ctx, { params }) => restoreConflict(ctx, params.id),
    'PUT /conflicts/:id/sides/:departmentId': (ctx, { params, body }) =>
      writeView(ctx, params.id, params.departmentId, body.view),
    'POST /conflicts/:id/evidence': (ctx, { params, body }) => addEvidence(ctx, params.id, body),
    'PATCH /conflicts/:id/evidence/:evidenceId': (ctx, { params, body }) =>
      changeEvidence(ctx, params.id, params.evidenceId, body.value),
    'DELETE /conflicts/:id/evidence/:evidenceId': (ctx, { params }) =>
      removeEvidence(ctx, params.id, params.evidenceId),
    'POST /conflicts/:id/decisions': (ctx, { params, body }) => decide(ctx, params.id, body),
    'POST /conflicts/:id/reviews': (ctx, { params, body }) => review(ctx, params.id, body),
  },
  jobs: [watch],
  every: [{ job: watch, minutes: 60 }],
})
