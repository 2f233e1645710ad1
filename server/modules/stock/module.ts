import { stockRoutes } from '#contract/stock.ts'
import { publicStockFeedsRoutes, stockFeedsRoutes } from '#contract/stock-feeds.ts'
import { publicWaitlistRoutes, waitlistRoutes } from '#contract/waitlist.ts'
import { defineModule } from '#kernel/module.ts'
import { estimateDemand, estimateDemands } from './estimate-demand.ts'
import { confirmHeld, discardHeld } from './feeds/decide-held.ts'
import { pruneReceipts } from './feeds/prune-receipts.ts'
import { receiveHook } from './feeds/receive-hook.ts'
import { runFeed, runFeedJob, startDueFeeds } from './feeds/run-feed.ts'
import { createFeed, deleteFeed, listFeeds, listRuns, updateFeed } from './feeds/write-feeds.ts'
import { forgetWaiting } from './forget-waiting.ts'
import { cancelInbound, changeInbound, expectInbound, listInbound, receiveInbound } from './inbound.ts'
import { listMovements, movementsOf, postMovement } from './movements.ts'
import { joinByPage, showWait } from './page/show-wait.ts'
import { putLevels } from './put-levels.ts'
import { putStock } from './put-stock.ts'
import { readAvailability } from './read-availability.ts'
import { readStock } from './read-stock.ts'
import { requireProduct } from './require-product.ts'
import { expireReservations, fulfil, listReservations, release, reserve } from './reservations.ts'
import { serveWaitlist, sweepWaitlists } from './serve-waitlist.ts'
import { tellUncovered } from './tell-uncovered.ts'
import { addToWaitlist, listWaitlist, removeFromWaitlist } from './waitlist-routes.ts'

export default defineModule({
  name: 'stock',
  routes: { ...stockRoutes, ...stockFeedsRoutes, ...waitlistRoutes },
  handlers: {
    'GET /products/:id/stock': ({ db, actor }, { params }) => readStock(db, actor.workspaceId, params.id),
    'PUT /products/:id/stock': (ctx, { params, body }) => putStock(ctx, params.id, body),
    'GET /products/:id/stock/movements': (ctx, { params, query }) => listMovements(ctx, params.id, query),
    'POST /products/:id/stock/movements': postMovement,
    'GET /products/:id/stock/reservations': (ctx, { params, query }) => listReservations(ctx, params.id, query),
    'POST /products/:id/stock/reservations': (ctx, { params, body }) => reserve(ctx, params.id, body),
    'DELETE /products/:id/stock/reservations/:reservationId': (ctx, { params }) =>
      release(ctx, params.id, params.reservationId),
    'POST /products/:id/stock/reservations/:reservationId/fulfilment': (ctx, { params }) =>
      fulfil(ctx, params.id, params.reservationId),
    'POST /products/:id/stock/demand-estimate': (ctx, { params }) =>
      ctx.transact(async (tx) => {
        await requireProduct(tx, ctx.actor.workspaceId, params.id)
        await estimateDemand(tx, ctx.actor.workspaceId, ctx.clock.now(), [params.id])
        return readStock(tx, ctx.actor.workspaceId, params.id)
      }),

    'GET /products/:id/inbound': (ctx, { params, query }) => listInbound(ctx, params.id, query),
    'POST /products/:id/inbound': (ctx, { params, body }) => expectInbound(ctx, params.id, body),
    'PATCH /products/:id/inbound/:inboundId': (ctx, { params, body }) =>
      changeInbound(ctx, params.id, params.inboundId, body),
    'POST /products/:id/inbound/:inboundId/receipt': (ctx, { params, body }) =>
      receiveInbound(ctx, params.id, params.inboundId, body.quantity),
    'DELETE /products/:id/inbound/:inboundId': (ctx, { params }) => cancelInbound(ctx, params.id, params.inboundId),

    'GET /products/:id/availability': (ctx, { params, query }) => readAvailability(ctx, params.id, query),

    'GET /products/:id/waitlist': (ctx, { params, query }) => listWaitlist(ctx, params.id, query),
    'POST /products/:id/waitlist': (ctx, { params, body }) => addToWaitlist(ctx, params.id, body),
    'DELETE /products/:id/waitlist/:entryId': (ctx, { params }) => removeFromWaitlist(ctx, params.id, params.entryId),

    'PUT /stock/levels': (ctx, { body }) => putLevels(ctx, body),

    'GET /stock-feeds': listFeeds,
    'POST /stock-feeds': (ctx, { body }) => createFeed(ctx, body),
    'PATCH /stock-feeds/:id': (ctx, { params, body }) => updateFeed(ctx, params.id, body),
    'DELETE /stock-feeds/:id': (ctx, { params }) => deleteFeed(ctx, params.id),
    'GET /stock-feeds/:id/runs': (ctx, { params, query }) => listRuns(ctx, params.id, query),
    'POST /stock-feeds/:id/run': (ctx, { params }) => runFeed(ctx, ctx.actor, params.id),
    'POST /stock-feeds/:id/confirmation': (ctx, { params }) => confirmHeld(ctx, params.id),
    'DELETE /stock-feeds/:id/confirmation': (ctx, { params }) => discardHeld(ctx, params.id),
  },
  publicRoutes: { ...publicStockFeedsRoutes, ...publicWaitlistRoutes },
  publicHandlers: {
    'GET /w/:productId': showWait,
    'POST /w/:productId': joinByPage,
    'POST /hooks/stock/:token': receiveHook,
  },
  jobs: [
    estimateDemands,
    expireReservations,
    forgetWaiting,
    pruneReceipts,
    runFeedJob,
    serveWaitlist,
    startDueFeeds,
    sweepWaitlists,
    tellUncovered,
  ],
  on: { 'contact.erased': [forgetWaiting], 'stock.uncovered': [tellUncovered] },
  every: [
    { job: estimateDemands, minutes: 360 },
    { job: expireReservations, minutes: 1 },
    { job: startDueFeeds, minutes: 1 },
    { job: sweepWaitlists, minutes: 30 },
    { job: pruneReceipts, minutes: 1440 },
  ],
  start: async (services) => {
    const movements = movementsOf(services)
    return () => movements.drain()
  },
})
