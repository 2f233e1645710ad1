import type { Deal, dealsRoutes } from '#contract/deals.ts'
import type { Ctx, Handlers } from '#kernel/http.ts'
import { filled } from '#kernel/problem.ts'
import { requireLinks } from './links.ts'
import { openDeal } from './open-deal.ts'
import { openFromLead } from './open-from-lead.ts'
import { readDeal } from './select-deals.ts'

type Given = Parameters<Handlers<typeof dealsRoutes>['POST /deals']>[1]['body']

/** Opens a deal for a person: theirs, unless they name another owner or nobody (`null`). */
export const createDeal = (
  ctx: Ctx,
  { name, contactId, handoverId, amount, ownerId = ctx.actor.id, ...given }: Given,
): Promise<Deal> =>
  ctx.transact(async (tx) => {
    const { actor } = ctx
    const at = ctx.clock.now()
    await requireLinks(tx, actor.workspaceId, { contactId, companyId: given.companyId, ownerId, handoverId })
    const { id } = await openFromLead(tx, actor, at, { handoverId, contactId }, (lead) =>
      openDeal(tx, actor, at, {
        ...given,
        name: filled(name, '/name'),
        ownerId,
        subjectId: lead.contactId,
        handoverId: lead.handoverId,
        ...(amount && { amountCents: amount.amountCents, currency: amount.currency }),
      }),
    )
    return readDeal(tx, actor.workspaceId, id, at)
  })
