import { sql } from 'kysely'
import type { Tx } from '#kernel/db.ts'
import type { Actor } from '#kernel/events.ts'
import { contextWithin } from '#kernel/http.ts'
import type { Locale } from '#kernel/i18n.ts'
import type { Services } from '#kernel/services.ts'
import { logActivity } from '#modules/activities/public.ts'
import { loseDeal, moveDeal, winDeal } from '#modules/deals/public.ts'
import { acceptHandover, rejectHandover } from '#modules/handovers/public.ts'
import { callNotes, products } from './offer.ts'
import type { Random } from './random.ts'
import type { Staff } from './staff.ts'

type Pending = {
  id: string
  subjectId: string
  assigneeId: string | null
  handRaise: boolean
  fullName: string
  hasOpenDeal: boolean
}
export type OpenDeal = { id: string; owner: Actor; stage: number; due: number }
export type Sales = {
  services: Services
  tx: Tx
  workspaceId: string
  staff: Staff
  stageIds: readonly string[]
  locale: Locale
  random: Random
  deals: OpenDeal[]
}

const minute = 60_000
const day = 86_400_000

/** Sales works through its inbox: calls, takes most hand-raises and some of the others, and gives the rest back with a reason. */
export async function decideHandovers(sales: Sales, at: Date): Promise<void> {
  const { tx, workspaceId } = sales
  const { rows } = await sql<Pending>`select h.id, h.subject_id, h.assignee_id, h.hand_raise, c.full_name,
      exists (select 1 from deal d where d.workspace_id = ${workspaceId} and d.subject_id = h.subject_id and d.state = 'open'
        and d.deleted_at is null) as has_open_deal
    from handover h
    join contact c on c.workspace_id = h.workspace_id and c.subject_id = h.subject_id
    where h.workspace_id = ${workspaceId} and h.state = 'pending' order by h.requested_at, c.email`.execute(tx)
  for (const handover of rows) await decide(sales, at, handover)
}

async function decide(
  sales: Sales,
  at: Date,
  { id, subjectId, assigneeId, handRaise, fullName, hasOpenDeal }: Pending,
) {
  const { random, services, tx, staff, locale } = sales
  const seller = [...staff.values()].find((actor) => actor.id === assigneeId) ?? staff.get('marta')!
  const calledAt = new Date(at.getTime() + random.integer(2, handRaise ? 50 : 300) * minute)
  const as = (time: Date) => contextWithin(services, tx, seller, time)
  const reached = random.chance(0.75)
  await logActivity(as(calledAt), {
    kind: 'call',
    contactId: subjectId,
    direction: 'outbound',
    outcome: reached ? 'reached' : 'left_message',
    durationMinutes: reached ? random.integer(3, 18) : 1,
    body: random.pick(callNotes)[locale],
    happenedAt: calledAt.toISOString(),
  })
  const decidedAt = new Date(calledAt.getTime() + random.integer(3, 25) * minute)
  // Whoever is being sold to is never turned down.
  if (random.chance(handRaise ? 0.82 : 0.45) || hasOpenDeal) {
    const product = random.pick(products)
    const amountCents = Math.round((product.usualCents * random.integer(4, 30)) / 10 / 100) * 100
    const createDeal = random.chance(handRaise ? 0.9 : 0.5)
    const taken = await acceptHandover(as(decidedAt), {
      params: { id },
      query: undefined,
      body: { createDeal, ...(createDeal && { dealName: `${fullName} · ${product.name}`, amountCents }) },
    })
    if (taken.dealId)
      sales.deals.push({
        id: taken.dealId,
        owner: seller,
        stage: 0,
        due: decidedAt.getTime() + random.integer(2, 9) * day,
      })
    return
  }
  const reason = random.weighted([
    ['no_timing', 4],
    ['no_fit', 4],
    ['bad_data', 2],
  ] as const)
  await rejectHandover(as(decidedAt), {
    params: { id },
    query: undefined,
    body: { reason, note: random.pick(callNotes)[locale] },
  })
}

/** Deals go on: a stage further, won or lost, or they rest. */
export async function workDeals(sales: Sales, at: Date): Promise<void> {
  const { random, services, tx, stageIds } = sales
  for (const deal of sales.deals.filter(({ due }) => due <= at.getTime())) {
    const ctx = contextWithin(services, tx, deal.owner, at)
    deal.due = at.getTime() + random.integer(3, 12) * day
    if (random.chance(0.16)) {
      const reason = random.pick(['price', 'competitor', 'no_budget', 'no_decision', 'timing', 'no_stock'] as const)
      await loseDeal(ctx, deal.id, { reason })
    } else if (deal.stage === stageIds.length - 1 || random.chance(0.08)) {
      await winDeal(ctx, deal.id, {})
    } else {
      deal.stage++
      await moveDeal(ctx, deal.id, { stageId: stageIds[deal.stage]! })
      continue
    }
    sales.deals.splice(sales.deals.indexOf(deal), 1)
  }
}
