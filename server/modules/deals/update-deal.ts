import { sql } from 'kysely'
import type { Deal, dealsRoutes } from '#contract/deals.ts'
import { changesOf } from '#kernel/changes.ts'
import { record } from '#kernel/events.ts'
import { type Ctx, type Handlers, requireVersion } from '#kernel/http.ts'
import { filled } from '#kernel/problem.ts'
import { searchText } from '#kernel/text.ts'
import { dealFacts, dealSubjects } from './deal-facts.ts'
import { requireLinks } from './links.ts'
import { type DealRow, lockDeal, readDeal } from './select-deals.ts'

type Given = Parameters<Handlers<typeof dealsRoutes>['PATCH /deals/:id']>[1]['body']

/** Changes facts, in any state: a closed deal can be corrected. What stays the same makes no new version and no event. */
export const updateDeal = (ctx: Ctx, id: string, given: Given): Promise<Deal> =>
  ctx.transact(async (tx) => {
    const { actor } = ctx
    const { workspaceId } = actor
    const at = ctx.clock.now()
    const old = await lockDeal(tx, workspaceId, id)
    requireVersion(ctx, old.version)
    const changes = changesOf(asGiven(old), given)
    if (Object.keys(changes).length === 0) return readDeal(tx, workspaceId, id, at)
    await requireLinks(tx, workspaceId, given)
    const { contactId, amount, customFields, ...plain } = given
    await tx
      .updateTable('deal')
      .set({
        ...plain,
        ...(given.name !== undefined && { name: filled(given.name, '/name') }),
        ...(given.tags && { tags: [...new Set(given.tags)] }),
        ...(contactId !== undefined && { subjectId: contactId }),
        ...(amount !== undefined && { amountCents: amount?.amountCents ?? null }),
        ...(amount && { currency: amount.currency }),
        ...(customFields && { customFields: JSON.stringify(customFields) }),
        version: old.version + 1,
        updatedAt: at,
      })
      .where('workspaceId', '=', workspaceId)
      .where('id', '=', id)
      .execute()
    const deal = await readDeal(tx, workspaceId, id, at)
    const search = searchText(deal.name, deal.contactName, deal.companyName, deal.productName)
    await sql`update deal set search = ${search} where workspace_id = ${workspaceId} and id = ${id}`.execute(tx)
    const facts = { id, name: deal.name, subjectId: deal.contactId, companyId: deal.companyId }
    await record(tx, actor, at, 'deal.updated', { ...dealFacts(facts), changes }, dealSubjects(facts))
    return deal
  })

/** As it would be given. */
const asGiven = (deal: DealRow) => ({
  ...deal,
  contactId: deal.subjectId,
  amount: deal.amountCents === null ? null : { amountCents: deal.amountCents, currency: deal.currency },
})
