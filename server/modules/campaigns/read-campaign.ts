import { type Brief, briefParts, type Campaign } from '#contract/campaigns.ts'
import type { Db, Tx } from '#kernel/db.ts'
import type { Ctx } from '#kernel/http.ts'
import { collisionsOf } from './collisions.ts'
import { offersOf, presentOffers } from './offers/select-offers.ts'
import { readSeats } from './seats.ts'
import { moneyOf, type Row, readRow, toSummary } from './select-campaigns.ts'

/** A campaign with all that is one with it. Throws 404. */
export async function readCampaign(db: Db | Tx, ctx: Ctx, id: string): Promise<Campaign> {
  const { workspaceId } = ctx.actor
  const row = await readRow(db, workspaceId, id)
  const seats = await readSeats(db, workspaceId, id)
  const offers = await presentOffers(db, workspaceId, ctx.clock.now(), row, await offersOf(db, workspaceId, id))
  const collisions = await collisionsOf(db, workspaceId, [id])
  return {
    ...toSummary(row),
    seats: seats.map((seat) => ({ ...seat, signedAt: seat.signedAt?.toISOString() ?? null })),
    brief: briefOf(row),
    messageHouse: row.messageHouse,
    offers,
    targetLeads: row.targetLeads,
    targetSales: moneyOf(row.targetSalesCents, row.currency),
    guardOn: row.guardOn,
    kickoffMeetingId: row.kickoffMeetingId,
    kickoffHeldAt: row.kickoffHeldAt?.toISOString() ?? null,
    launchedAt: row.launchedAt?.toISOString() ?? null,
    finishedAt: row.finishedAt?.toISOString() ?? null,
    pauseReason: row.pauseReason,
    collisions: collisions.get(id) ?? [],
    updatedAt: row.updatedAt.toISOString(),
  }
}

const briefOf = ({ brief, briefEditedAt, briefEditedBy }: Row): Brief => ({
  objective: '',
  customerNeed: '',
  customerExpectation: '',
  contribution: '',
  ...Object.fromEntries(briefParts.map((part) => [part, brief[part] ?? ''])),
  evidence: brief.evidence ?? {},
  editedAt: briefEditedAt?.toISOString() ?? null,
  editedBy: briefEditedBy,
})
