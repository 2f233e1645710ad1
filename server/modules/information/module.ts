import { informationRoutes } from '#contract/information.ts'
import { informationTemplatesRoutes } from '#contract/information-templates.ts'
import { defineModule } from '#kernel/module.ts'
import { createItem } from './create-item.ts'
import { exportItems } from './csv/export-items.ts'
import { importItems } from './csv/import-items.ts'
import { dayOf } from './day.ts'
import { followCampaign, tellOwnerless } from './follow.ts'
import { listHistory } from './history.ts'
import { listItems } from './list-items.ts'
import { readMatrix } from './matrix.ts'
import { nudge } from './nudge.ts'
import { acceptProposal, declineProposal, listProposals, propose, withdrawProposal } from './proposals.ts'
import { deleteItem, restoreItem } from './put-away.ts'
import { reassign } from './reassign.ts'
import { remind } from './remind.ts'
import { readItem } from './select-items.ts'
import { applyTemplate } from './templates/apply-template.ts'
import { listTemplates, readTemplate } from './templates/select-templates.ts'
import { addStarters } from './templates/starters.ts'
import { createTemplate, deleteTemplate, updateTemplate } from './templates/write-templates.ts'
import { updateItem } from './update-item.ts'
import { verifyItem, verifyItems } from './verify.ts'

export default defineModule({
  name: 'information',
  routes: { ...informationRoutes, ...informationTemplatesRoutes },
  handlers: {
    'GET /information-items': (ctx, { query }) => listItems(ctx, query),
    'GET /information-items/matrix': (ctx, { query }) => readMatrix(ctx, query),
    'GET /information-items/export': (ctx, { query }) => exportItems(ctx, query),
    'POST /information-items/import': (ctx) => importItems(ctx),
    'POST /information-items': (ctx, { body }) => createItem(ctx, body),
    'POST /information-items/verifications': (ctx, { body }) => verifyItems(ctx, body.ids),
    'POST /information-items/owner': (ctx, { body }) => reassign(ctx, body),
    'GET /information-items/:id': async ({ db, actor, clock }, { params }) =>
      readItem(db, actor.workspaceId, await dayOf(db, actor.workspaceId, clock.now()), params.id),
    'PATCH /information-items/:id': (ctx, { params, body }) => updateItem(ctx, params.id, body),
    'DELETE /information-items/:id': (ctx, { params }) => deleteItem(ctx, params.id),
    'POST /information-items/:id/restoration': (ctx, { params }) => restoreItem(ctx, params.id),
    'POST /information-items/:id/verification': (ctx, { params }) => verifyItem(ctx, params.id),
    'POST /information-items/:id/nudge': (ctx, { params }) => nudge(ctx, params.id),
    'GET /information-items/:id/history': (ctx, { params, query }) => listHistory(ctx, params.id, query),
    'GET /information-items/:id/proposals': (ctx, { params, query }) => listProposals(ctx, params.id, query),
    'POST /information-items/:id/proposals': (ctx, { params, body }) => propose(ctx, params.id, body),
    'POST /information-items/:id/proposals/:proposalId/acceptance': (ctx, { params }) =>
      acceptProposal(ctx, params.id, params.proposalId),
    'POST /information-items/:id/proposals/:proposalId/decline': (ctx, { params, body }) =>
      declineProposal(ctx, params.id, params.proposalId, body.reason),
    'DELETE /information-items/:id/proposals/:proposalId': (ctx, { params }) =>
      withdrawProposal(ctx, params.id, params.proposalId),
    'GET /information-templates': (ctx) => listTemplates(ctx),
    'POST /information-templates': (ctx, { body }) => createTemplate(ctx, body),
    'POST /information-templates/starters': (ctx, { body }) => addStarters(ctx, body.locale),
    'GET /information-templates/:id': ({ db, actor }, { params }) => readTemplate(db, actor.workspaceId, params.id),
    'PATCH /information-templates/:id': (ctx, { params, body }) => updateTemplate(ctx, params.id, body),
    'DELETE /information-templates/:id': (ctx, { params }) => deleteTemplate(ctx, params.id),
    'POST /information-templates/:id/application': (ctx, { params, body }) => applyTemplate(ctx, params.id, body),
  },
  jobs: [remind, tellOwnerless, followCampaign],
  on: {
    'member.removed': [tellOwnerless],
    'campaign.finished': [followCampaign],
    'campaign.archived': [followCampaign],
    'campaign.unarchived': [followCampaign],
    'campaign.deleted': [followCampaign],
    'campaign.restored': [followCampaign],
  },
  every: [{ job: remind, minutes: 15 }],
})
