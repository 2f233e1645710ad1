import { documentsRoutes } from '#contract/documents.ts'
import { defineModule } from '#kernel/module.ts'
import { deleteDocument, renameDocument, restoreDocument, writeText } from './change-document.ts'
import {
  acceptSuggestion,
  declineSuggestion,
  removeComment,
  reopenComment,
  resolveComment,
} from './comments/decide-comment.ts'
import { postComment } from './comments/post-comment.ts'
import { listComments } from './comments/select-comments.ts'
import { postDocument } from './create-document.ts'
import { exportDocument } from './export/export-document.ts'
import { listDocuments } from './list-documents.ts'
import { openCollab } from './live/collab.ts'
import { gatherLeft } from './live/gather-live.ts'
import { issueTicket } from './live/ticket.ts'
import { readDocument } from './read-document.ts'
import { compareVersion, listVersions } from './versions/list-versions.ts'
import { nameVersion, restoreVersion } from './versions/restore-version.ts'

export default defineModule({
  name: 'documents',
  routes: documentsRoutes,
  handlers: {
    'GET /documents': (ctx, { query }) => listDocuments(ctx, query),
    'POST /documents': (ctx, { body }) => postDocument(ctx, body),
    'GET /documents/:id': ({ db, actor }, { params }) => readDocument(db, actor, params.id),
    'PATCH /documents/:id': (ctx, { params, body }) => renameDocument(ctx, params.id, body),
    'PUT /documents/:id/text': (ctx, { params, body }) => writeText(ctx, params.id, body.markdown),
    'DELETE /documents/:id': (ctx, { params }) => deleteDocument(ctx, params.id),
    'POST /documents/:id/restoration': (ctx, { params }) => restoreDocument(ctx, params.id),
    'POST /documents/:id/tickets': (ctx, { params }) => issueTicket(ctx, params.id),
    'GET /documents/:id/export': (ctx, { params, query }) => exportDocument(ctx, params.id, query.format),
    'GET /documents/:id/versions': (ctx, { params, query }) => listVersions(ctx, params.id, query),
    'POST /documents/:id/versions': (ctx, { params, body }) => nameVersion(ctx, params.id, body.name),
    'GET /documents/:id/versions/:versionId': (ctx, { params, query }) =>
      compareVersion(ctx, params.id, params.versionId, query.against),
    'POST /documents/:id/versions/:versionId/restoration': (ctx, { params }) =>
      restoreVersion(ctx, params.id, params.versionId),
    'GET /documents/:id/comments': (ctx, { params, query }) => listComments(ctx, params.id, query),
    'POST /documents/:id/comments': (ctx, { params, body }) => postComment(ctx, params.id, body),
    'DELETE /documents/:id/comments/:commentId': (ctx, { params }) => removeComment(ctx, params.id, params.commentId),
    'POST /documents/:id/comments/:commentId/resolution': (ctx, { params }) =>
      resolveComment(ctx, params.id, params.commentId),
    'DELETE /documents/:id/comments/:commentId/resolution': (ctx, { params }) =>
      reopenComment(ctx, params.id, params.commentId),
    'POST /documents/:id/comments/:commentId/acceptance': (ctx, { params }) =>
      acceptSuggestion(ctx, params.id, params.commentId),
    'POST /documents/:id/comments/:commentId/rejection': (ctx, { params }) =>
      declineSuggestion(ctx, params.id, params.commentId),
  },
  upgrade: openCollab,
  jobs: [gatherLeft],
  every: [{ job: gatherLeft, minutes: 10 }],
})
