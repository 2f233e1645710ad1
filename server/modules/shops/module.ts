import { publicShopsRoutes, shopsRoutes } from '#contract/shops.ts'
import { defineModule } from '#kernel/module.ts'
import { changeShop, createShop, deleteShop, restoreShop } from './change-shop.ts'
import { listRuns, listShops, readShop } from './list-shops.ts'
import { scheduleSyncs, startSync } from './start-sync.ts'
import { syncShop } from './sync.ts'
import { testNewShop, testShop } from './test-shop.ts'
import { receiveWebhook, takeWebhook } from './webhooks.ts'

export default defineModule({
  name: 'shops',
  routes: shopsRoutes,
  handlers: {
    'GET /shops': listShops,
    'POST /shops': (ctx, { body }) => createShop(ctx, body),
    'POST /shops/tests': (ctx, { body }) => testNewShop(ctx, body),
    'GET /shops/:id': (ctx, { params }) => readShop(ctx, params.id),
    'PATCH /shops/:id': (ctx, { params, body }) => changeShop(ctx, params.id, body),
    'DELETE /shops/:id': (ctx, { params }) => deleteShop(ctx, params.id),
    'POST /shops/:id/restoration': (ctx, { params }) => restoreShop(ctx, params.id),
    'POST /shops/:id/test': (ctx, { params }) => testShop(ctx, params.id),
    'POST /shops/:id/sync': (ctx, { params, body }) => startSync(ctx, params.id, body),
    'GET /shops/:id/runs': listRuns,
  },
  publicRoutes: publicShopsRoutes,
  publicHandlers: {
    'POST /hooks/shops/:workspaceId/:shopId': (ctx, { params }) => receiveWebhook(ctx, params),
  },
  jobs: [syncShop, takeWebhook, scheduleSyncs],
  every: [{ job: scheduleSyncs, minutes: 5 }],
})
