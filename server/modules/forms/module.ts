import { publicFormsRoutes } from '#contract/form-submissions.ts'
import { formsRoutes } from '#contract/forms.ts'
import { defineModule } from '#kernel/module.ts'
import { captureOf } from './capture.ts'
import { deleteForm, publishForm, restoreForm, unpublishForm, updateForm } from './change-form.ts'
import { startFlushing } from './counters.ts'
import { createForm } from './create-form.ts'
import { findForm, toForm } from './form-record.ts'
import { listForms, listSubmissions } from './list-forms.ts'
import { previewForm } from './preview-form.ts'
import { pruneSubmissionKeys } from './prune-keys.ts'
import { readStats } from './read-stats.ts'
import { allowOrigins, receiveForm } from './receive-form.ts'
import { countStart, showEmbedScript, showForm, showThanks } from './show-form.ts'

export default defineModule({
  name: 'forms',
  routes: formsRoutes,
  handlers: {
    'GET /forms': listForms,
    'POST /forms': createForm,
    'POST /forms/preview': previewForm,
    'GET /forms/:id': async (ctx, { params }) =>
      toForm(await findForm(ctx.db, ctx.actor.workspaceId, params.id), ctx.publicUrl),
    'PATCH /forms/:id': updateForm,
    'DELETE /forms/:id': deleteForm,
    'POST /forms/:id/restoration': restoreForm,
    'POST /forms/:id/publication': publishForm,
    'DELETE /forms/:id/publication': unpublishForm,
    'GET /forms/:id/submissions': listSubmissions,
    'GET /forms/:id/stats': readStats,
  },
  publicRoutes: publicFormsRoutes,
  publicHandlers: {
    'GET /f/:formId': showForm,
    'GET /f/:formId/thanks': showThanks,
    'GET /f/:formId/embed.js': showEmbedScript,
    'POST /f/:formId': receiveForm,
    'POST /f/:formId/start': countStart,
    'OPTIONS /f/:formId': allowOrigins,
  },
  jobs: [pruneSubmissionKeys],
  every: [{ job: pruneSubmissionKeys, minutes: 360 }],
  start: async (services) => {
    const capture = captureOf(services)
    const stopFlushing = startFlushing(services)
    return async () => {
      await capture.drain()
      await stopFlushing()
    }
  },
})
