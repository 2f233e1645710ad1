import { ideasRoutes } from '#contract/ideas.ts'
import { defineModule } from '#kernel/module.ts'
import { listComments, postComment, removeComment } from './comments.ts'
import { listIdeas } from './list-ideas.ts'
import {
  adoptIdea,
  archiveIdea,
  chooseIdea,
  noteResult,
  setExperiment,
  unarchiveIdea,
  unchooseIdea,
} from './move-idea.ts'
import { readIdea } from './select-ideas.ts'
import { takeVoteBack, vote } from './vote.ts'
import { createIdea, deleteIdea, restoreIdea, updateIdea } from './write-idea.ts'

export default defineModule({
  name: 'ideas',
  routes: ideasRoutes,
  handlers: {
    'GET /ideas': (ctx, { query }) => listIdeas(ctx, query),
    'POST /ideas': (ctx, { body }) => createIdea(ctx, body),
    'GET /ideas/:id': (ctx, { params }) => readIdea(ctx.db, ctx.actor, params.id),
    'PATCH /ideas/:id': (ctx, { params, body }) => updateIdea(ctx, params.id, body),
    'DELETE /ideas/:id': (ctx, { params }) => deleteIdea(ctx, params.id),
    'POST /ideas/:id/restoration': (ctx, { params }) => restoreIdea(ctx, params.id),
    'PUT /ideas/:id/vote': (ctx, { params }) => vote(ctx, params.id),
    'DELETE /ideas/:id/vote': (ctx, { params }) => takeVoteBack(ctx, params.id),
    'POST /ideas/:id/choice': (ctx, { params }) => chooseIdea(ctx, params.id),
    'DELETE /ideas/:id/choice': (ctx, { params }) => unchooseIdea(ctx, params.id),
    'PUT /ideas/:id/experiment': (ctx, { params, body }) => setExperiment(ctx, params.id, body),
    'POST /ideas/:id/result': (ctx, { params, body }) => noteResult(ctx, params.id, body),
    'POST /ideas/:id/adoption': (ctx, { params }) => adoptIdea(ctx, params.id),
    'POST /ideas/:id/archival': (ctx, { params }) => archiveIdea(ctx, params.id),
    'DELETE /ideas/:id/archival': (ctx, { params }) => unarchiveIdea(ctx, params.id),
    'GET /ideas/:id/comments': (ctx, { params, query }) => listComments(ctx, params.id, query),
    'POST /ideas/:id/comments': (ctx, { params, body }) => postComment(ctx, params.id, body.body),
    'DELETE /ideas/:id/comments/:commentId': (ctx, { params }) => removeComment(ctx, params.id, params.commentId),
  },
})
