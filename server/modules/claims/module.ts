import { assetsRoutes } from '#contract/assets.ts'
import { claimsRoutes } from '#contract/claims.ts'
import { asLocale } from '#kernel/i18n.ts'
import { defineModule } from '#kernel/module.ts'
import { timelineOf } from '#modules/platform/public.ts'
import { listAssets } from './assets/list-assets.ts'
import { publishAsset, restoreAsset, retireAsset } from './assets/move-asset.ts'
import { readAsset } from './assets/select-assets.ts'
import { createAsset, updateAsset } from './assets/write-asset.ts'
import { createClaim, deleteClaim, mendClaim, restoreClaim, updateClaim } from './change-claim.ts'
import { readConsistency } from './consistency.ts'
import { listFacts } from './facts.ts'
import { listClaims } from './list-claims.ts'
import { registerClaimNodes } from './nodes.ts'
import { confirmProposal, dismissProposal, listProposals } from './proposals.ts'
import { readBrief } from './read-brief.ts'
import { recheck } from './recheck.ts'
import { readClaim } from './select-claims.ts'
import { printTokens } from './tokens.ts'
import './follow-truth.ts'

registerClaimNodes()

export default defineModule({
  name: 'claims',
  routes: { ...assetsRoutes, ...claimsRoutes },
  handlers: {
    'GET /assets': (ctx, { query }) => listAssets(ctx, query),
    'POST /assets': (ctx, { body }) => createAsset(ctx, body),
    'POST /assets/preview': ({ db, actor, clock }, { body }) =>
      printTokens(db, actor.workspaceId, body.body, clock.now(), asLocale(body.locale)),
    'GET /assets/:id': ({ db, actor }, { params }) => readAsset(db, actor.workspaceId, params.id),
    'PATCH /assets/:id': (ctx, { params, body }) => updateAsset(ctx, params.id, body),
    'GET /assets/:id/preview': async ({ db, actor, clock }, { params, query }) => {
      const { body } = await readAsset(db, actor.workspaceId, params.id)
      return printTokens(db, actor.workspaceId, body, clock.now(), asLocale(query.locale))
    },
    'POST /assets/:id/publication': (ctx, { params }) => publishAsset(ctx, params.id),
    'POST /assets/:id/retirement': (ctx, { params }) => retireAsset(ctx, params.id),
    'POST /assets/:id/restoration': (ctx, { params }) => restoreAsset(ctx, params.id),
    'GET /assets/:id/timeline': async (ctx, { params, query }) => {
      await readAsset(ctx.db, ctx.actor.workspaceId, params.id)
      return timelineOf(ctx, params.id, query, (name) => (name.startsWith('task.') ? 'task' : 'change'))
    },
    'GET /claims': (ctx, { query }) => listClaims(ctx, query),
    'POST /claims': (ctx, { body }) => createClaim(ctx, body),
    'GET /claims/facts': (ctx, { query }) => listFacts(ctx, query.productId),
    'GET /claims/:id': ({ db, actor }, { params }) => readClaim(db, actor.workspaceId, params.id),
    'PATCH /claims/:id': (ctx, { params, body }) => updateClaim(ctx, params.id, body),
    'POST /claims/:id/mending': (ctx, { params, body }) => mendClaim(ctx, params.id, body),
    'DELETE /claims/:id': (ctx, { params }) => deleteClaim(ctx, params.id),
    'POST /claims/:id/restoration': (ctx, { params }) => restoreClaim(ctx, params.id),
    'GET /claim-proposals': (ctx, { query }) => listProposals(ctx, query),
    'POST /claim-proposals/:id/confirmation': (ctx, { params, body }) => confirmProposal(ctx, params.id, body),
    'POST /claim-proposals/:id/dismissal': (ctx, { params }) => dismissProposal(ctx, params.id),
    'GET /reports/consistency': (ctx) => readConsistency(ctx),
  },
  jobs: [recheck, readBrief],
  on: { 'campaign.brief_written': [readBrief] },
  every: [{ job: recheck, minutes: 60 }],
})
