import { glossaryRoutes } from '#contract/glossary.ts'
import { defineModule } from '#kernel/module.ts'
import { followScoring } from './follow-scoring.ts'
import { listRecords } from './list-records.ts'
import { listTerms, readLexicon } from './list-terms.ts'
import { listUses } from './list-uses.ts'
import { listVersions } from './list-versions.ts'
import { deleteTerm, restoreTerm } from './put-away.ts'
import { readTerm } from './read-term.ts'
import { proposeTerm, signTerm } from './sign.ts'
import { addStarters } from './starters.ts'
import { createTerm, updateTerm } from './write-term.ts'

export default defineModule({
  name: 'glossary',
  routes: glossaryRoutes,
  handlers: {
    'GET /terms': (ctx, { query }) => listTerms(ctx, query),
    'POST /terms': (ctx, { body }) => createTerm(ctx, body),
    'POST /terms/starters': (ctx) => addStarters(ctx),
    'GET /terms/lexicon': (ctx) => readLexicon(ctx),
    'GET /terms/:id': (ctx, { params }) => readTerm(ctx.db, ctx, params.id),
    'PATCH /terms/:id': (ctx, { params, body }) => updateTerm(ctx, params.id, body),
    'DELETE /terms/:id': (ctx, { params }) => deleteTerm(ctx, params.id),
    'POST /terms/:id/restoration': (ctx, { params }) => restoreTerm(ctx, params.id),
    'POST /terms/:id/proposal': (ctx, { params }) => proposeTerm(ctx, params.id),
    'POST /terms/:id/signatures': (ctx, { params, body }) => signTerm(ctx, params.id, body),
    'GET /terms/:id/versions': (ctx, { params, query }) => listVersions(ctx, params.id, query),
    'GET /terms/:id/records': (ctx, { params, query }) => listRecords(ctx, params.id, query),
    'GET /terms/:id/uses': (ctx, { params }) => listUses(ctx, params.id),
  },
  jobs: [followScoring],
  on: { 'scoring_model.activated': [followScoring] },
})
