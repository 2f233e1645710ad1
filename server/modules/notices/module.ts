import { noticesRoutes } from '#contract/notices.ts'
import { defineModule } from '#kernel/module.ts'
import { acknowledge, readIt } from './acknowledge.ts'
import { listNotices } from './list-notices.ts'
import { listRecipients } from './list-recipients.ts'
import { welcome } from './newcomers.ts'
import { nudge } from './nudge.ts'
import { previewAudience } from './preview.ts'
import { publishNotice, retireNotice, reviseNotice } from './publish.ts'
import { deleteNotice, restoreNotice } from './put-away.ts'
import { remind } from './remind.ts'
import { readNotice } from './select-notices.ts'
import { createNotice, updateNotice } from './write-notice.ts'

export default defineModule({
  name: 'notices',
  routes: noticesRoutes,
  handlers: {
    'GET /notices': (ctx, { query }) => listNotices(ctx, query),
    'POST /notices': (ctx, { body }) => createNotice(ctx, body),
    'POST /notices/preview': (ctx, { body }) => previewAudience(ctx, body),
    'GET /notices/:id': ({ db, actor, clock }, { params }) => readNotice(db, actor, clock.now(), params.id),
    'PATCH /notices/:id': (ctx, { params, body }) => updateNotice(ctx, params.id, body),
    'DELETE /notices/:id': (ctx, { params }) => deleteNotice(ctx, params.id),
    'POST /notices/:id/restoration': (ctx, { params }) => restoreNotice(ctx, params.id),
    'POST /notices/:id/publication': (ctx, { params }) => publishNotice(ctx, params.id),
    'POST /notices/:id/revisions': (ctx, { params, body }) => reviseNotice(ctx, params.id, body),
    'POST /notices/:id/retirement': (ctx, { params }) => retireNotice(ctx, params.id),
    'POST /notices/:id/readings': (ctx, { params }) => readIt(ctx, params.id),
    'POST /notices/:id/acknowledgements': (ctx, { params, body }) => acknowledge(ctx, params.id, body),
    'GET /notices/:id/recipients': (ctx, { params, query }) => listRecipients(ctx, params.id, query),
    'POST /notices/:id/nudges': (ctx, { params, body }) => nudge(ctx, params.id, body),
  },
  jobs: [remind, welcome],
  on: { 'member.joined': [welcome], 'member.changed': [welcome], 'member.restored': [welcome] },
  every: [{ job: remind, minutes: 5 }],
})
