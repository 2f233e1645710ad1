import type { Deal, dealsRoutes } from '#contract/deals.ts'
import type { Ctx, Handlers } from '#kernel/http.ts'
import { filled } from '#kernel/problem.ts'
import { requireLinks } from './links.ts'

import { openDeal } from './open-deal.ts'
import { readDeal } from './select-deals.ts'

type Given = Parameters<Handlers<typeof dealsRoutes>['POST /deals']>[1]['body']

/** Opens a deal for a person: theirs, unless they name another owner or nobody (`null`). */
export const createDeal = (
  ctx: Ctx,
  { name, contactId, amount, ownerId = ctx.actor.id, ...given }: Given,
): Promise<Deal> =>
  ctx.transact(async (tx) => {
    const { actor } = ctx
    const at = ctx.clock.now()
    await requireLinks(tx, actor.workspaceId, {
      contactId,
      companyId: given.companyId,
      ownerId,
      handoverId: given.handoverId,
    })
    const { id } = await openDeal(tx, actor, at, {
      ...given,
      name: filled(name, '/name'),
      ownerId,
      ...(contactId && { subjectId: contactId }),
      ...(amount && { amountCents: amount.amountCents, currency: amount.currency }),
    })
    return readDeal(tx, actor.workspaceId, id, at)
  })
