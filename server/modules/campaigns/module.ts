import { campaignChecksRoutes } from '#contract/campaign-checks.ts'
import { campaignPartsRoutes, publicCampaignsRoutes } from '#contract/campaign-parts.ts'
import { campaignsRoutes } from '#contract/campaigns.ts'
import { defineModule } from '#kernel/module.ts'
import { timelineOf } from '#modules/platform/public.ts'
import { readerLocale } from './checks/reader.ts'
import { runChecks } from './checks/run-checks.ts'
import { listOverrides, signOverride } from './checks/sign-override.ts'
import { changeCost, listCosts, noteCost, removeCost } from './costs.ts'
import { createCampaign } from './create-campaign.ts'
import { closeTasks } from './guard/close-tasks.ts'
import { judgeAgain, sweep } from './guard/sweep.ts'
import { tellCleared, tellTripped } from './guard/tell.ts'
import { holdKickoff } from './hold-kickoff.ts'
import { finishCampaign, launchCampaign, pauseCampaign, resumeCampaign } from './launch.ts'
import { leadVisitor } from './links/lead-visitor.ts'
import { addLink, removeLink } from './links/make-link.ts'
import { listLinks } from './links/select-links.ts'
import { listAssets } from './list-assets.ts'
import { listCampaigns, readCalendar } from './list-campaigns.ts'
import { listMessages, postMessage, removeMessage } from './messages.ts'
import { addOffer, changeOffer, removeOffer } from './offers/add-offer.ts'
import { archiveCampaign, deleteCampaign, restoreCampaign, unarchiveCampaign } from './put-away.ts'
import { readCampaign } from './read-campaign.ts'
import { readNumbers } from './read-numbers.ts'
import { requireCampaign } from './select-campaigns.ts'
import { updateCampaign } from './update-campaign.ts'
import { writeBrief } from './write-brief.ts'

export default defineModule({
  name: 'campaigns',
  routes: { ...campaignsRoutes, ...campaignPartsRoutes, ...campaignChecksRoutes },
  handlers: {
    'GET /campaigns': (ctx, { query }) => listCampaigns(ctx, query),
    'GET /campaigns/calendar': (ctx, { query }) => readCalendar(ctx, query),
    'POST /campaigns': (ctx, { body }) => createCampaign(ctx, body),
    'GET /campaigns/:id': (ctx, { params }) => readCampaign(ctx.db, ctx, params.id),
    'PATCH /campaigns/:id': (ctx, { params, body }) => updateCampaign(ctx, params.id, body),
    'DELETE /campaigns/:id': (ctx, { params }) => deleteCampaign(ctx, params.id),
    'POST /campaigns/:id/restoration': (ctx, { params }) => restoreCampaign(ctx, params.id),
    'PUT /campaigns/:id/brief': (ctx, { params, body }) => writeBrief(ctx, params.id, body),
    'POST /campaigns/:id/kickoff': (ctx, { params, body }) => holdKickoff(ctx, params.id, body),
    'POST /campaigns/:id/offers': (ctx, { params, body }) => addOffer(ctx, params.id, body),
    'PATCH /campaigns/:id/offers/:offerId': (ctx, { params, body }) =>
      changeOffer(ctx, params.id, params.offerId, body),
    'DELETE /campaigns/:id/offers/:offerId': (ctx, { params }) => removeOffer(ctx, params.id, params.offerId),
    'GET /campaigns/:id/checks': async ({ db, actor, clock }, { params, query }) => {
      const locale = query.locale ?? (await readerLocale(db, actor))
      return { items: await runChecks(db, actor.workspaceId, params.id, clock.now(), locale), next: null }
    },
    'GET /campaigns/:id/overrides': (ctx, { params }) => listOverrides(ctx, params.id),
    'POST /campaigns/:id/overrides': (ctx, { params, body }) => signOverride(ctx, params.id, body),
    'POST /campaigns/:id/launch': (ctx, { params }) => launchCampaign(ctx, params.id),
    'POST /campaigns/:id/pause': (ctx, { params, body }) => pauseCampaign(ctx, params.id, body.reason),
    'POST /campaigns/:id/resume': (ctx, { params }) => resumeCampaign(ctx, params.id),
    'POST /campaigns/:id/finish': (ctx, { params }) => finishCampaign(ctx, params.id),
    'POST /campaigns/:id/archival': (ctx, { params }) => archiveCampaign(ctx, params.id),
    'DELETE /campaigns/:id/archival': (ctx, { params }) => unarchiveCampaign(ctx, params.id),
    'GET /campaigns/:id/links': (ctx, { params }) => listLinks(ctx, params.id),
    'POST /campaigns/:id/links': (ctx, { params, body }) => addLink(ctx, params.id, body),
    'DELETE /campaigns/:id/links/:linkId': (ctx, { params }) => removeLink(ctx, params.id, params.linkId),
    'GET /campaigns/:id/costs': (ctx, { params }) => listCosts(ctx, params.id),
    'POST /campaigns/:id/costs': (ctx, { params, body }) => noteCost(ctx, params.id, body),
    'PATCH /campaigns/:id/costs/:costId': (ctx, { params, body }) => changeCost(ctx, params.id, params.costId, body),
    'DELETE /campaigns/:id/costs/:costId': (ctx, { params }) => removeCost(ctx, params.id, params.costId),
    'GET /campaigns/:id/messages': (ctx, { params, query }) => listMessages(ctx, params.id, query),
    'POST /campaigns/:id/messages': (ctx, { params, body }) => postMessage(ctx, params.id, body),
    'DELETE /campaigns/:id/messages/:messageId': (ctx, { params }) => removeMessage(ctx, params.id, params.messageId),
    'GET /campaigns/:id/assets': (ctx, { params }) => listAssets(ctx, params.id),
    'GET /campaigns/:id/numbers': (ctx, { params }) => readNumbers(ctx, params.id),
    'GET /campaigns/:id/timeline': async (ctx, { params, query }) => {
      await requireCampaign(ctx.db, ctx.actor.workspaceId, params.id)
      return timelineOf(ctx, params.id, query)
    },
  },
  publicRoutes: publicCampaignsRoutes,
  publicHandlers: { 'GET /o/:code': leadVisitor },
  jobs: [tellTripped, tellCleared, closeTasks, judgeAgain, sweep],
  on: {
    'campaign.guard_tripped': [tellTripped],
    'campaign.guard_cleared': [tellCleared, closeTasks],
    'campaign.offer_removed': [closeTasks],
    'campaign.paused': [closeTasks],
    'campaign.finished': [closeTasks],
    'claim.recorded': [judgeAgain],
    'claim.updated': [judgeAgain],
    'claim.mended': [judgeAgain],
    'claim.deleted': [judgeAgain],
    'claim.restored': [judgeAgain],
  },
  every: [{ job: sweep, minutes: 10 }],
})
