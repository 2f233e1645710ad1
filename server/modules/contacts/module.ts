import { contactMergesRoutes } from '#contract/contact-merges.ts'
import { contactRightsRoutes } from '#contract/contact-rights.ts'
import { contactsRoutes } from '#contract/contacts.ts'
import { defineModule } from '#kernel/module.ts'
import { changeContacts } from './bulk.ts'
import { addConsent, listConsents } from './consent-routes.ts'
import { createContact } from './create.ts'
import { deleteContact, restoreContact } from './delete.ts'
import { findDuplicates } from './duplicates/find.ts'
import { dismissDuplicate, listDuplicates } from './duplicates/list.ts'
import { destroyErased } from './erasure/destroy.ts'
import { eraseContact } from './erasure/erase.ts'
import { exportContact } from './export.ts'
import { listContacts } from './list/list.ts'
import { mergeContacts, previewMerge } from './merge/merge.ts'
import { reverseMerge } from './merge/reverse.ts'
import { patchContact } from './patch.ts'
import { readContact, subjectIdsOf, survivorOf } from './read.ts'
import { listTags } from './tags.ts'
import { readTimeline } from './timeline.ts'

export default defineModule({
  name: 'contacts',
  routes: { ...contactsRoutes, ...contactMergesRoutes, ...contactRightsRoutes },
  handlers: {
    'GET /contacts': (ctx, { query }) => listContacts(ctx, query),
    'POST /contacts': (ctx, { body }) => createContact(ctx, body),
    'POST /contacts/bulk': (ctx, { body }) => changeContacts(ctx, body),
    'GET /contacts/duplicates': (ctx, { query }) => listDuplicates(ctx, query),
    'POST /contacts/duplicates/dismissal': (ctx, { body }) => dismissDuplicate(ctx, body),
    'GET /contacts/:id': (ctx, { params }) => readContact(ctx.db, ctx.actor, params.id),
    'PATCH /contacts/:id': (ctx, { params, body }) => patchContact(ctx, params.id, body),
    'DELETE /contacts/:id': (ctx, { params }) => deleteContact(ctx, params.id),
    'POST /contacts/:id/restoration': (ctx, { params }) => restoreContact(ctx, params.id),
    'GET /contacts/:id/timeline': async (ctx, { params, query }) => {
      const { db, actor } = ctx
      const ids = await subjectIdsOf(db, actor.workspaceId, await survivorOf(db, actor.workspaceId, params.id))
      return readTimeline(db, actor.workspaceId, ids, query, { withVisits: true })
    },
    'GET /contacts/:id/consents': (ctx, { params }) => listConsents(ctx, params.id),
    'POST /contacts/:id/consents': (ctx, { params, body }) => addConsent(ctx, params.id, body),
    'GET /contacts/:id/merge': (ctx, { params, query }) => previewMerge(ctx, params.id, query.duplicateId),
    'POST /contacts/:id/merge': (ctx, { params, body }) => mergeContacts(ctx, params.id, body),
    'POST /contacts/:id/merge/:mergeId/reversal': (ctx, { params }) => reverseMerge(ctx, params.id, params.mergeId),
    'POST /contacts/:id/erasure': (ctx, { params }) => eraseContact(ctx, params.id),
    'GET /contacts/:id/export': (ctx, { params }) => exportContact(ctx, params.id),
    'GET /tags': (ctx, { query }) => listTags(ctx, query.q),
  },
  jobs: [findDuplicates, destroyErased],
  every: [
    { job: findDuplicates, minutes: 10 },
    { job: destroyErased, minutes: 1440 },
  ],
})
