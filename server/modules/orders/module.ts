import { ordersRoutes } from '#contract/orders.ts'
import { returnsRoutes } from '#contract/returns.ts'
import { defineModule } from '#kernel/module.ts'
import { timelineOf } from '#modules/platform/public.ts'
import { changeOrder, deleteOrder, restoreOrder } from './change-order.ts'
import { changeReturn, deleteReturn, restoreReturn } from './change-return.ts'
import { createOrder } from './create-order.ts'
import { createReturn } from './create-return.ts'
import { listOrders } from './list-orders.ts'
import { listReturns } from './list-returns.ts'
import { orderOfDeal } from './order-of-deal.ts'
import { readOrder, requireOrder } from './select-orders.ts'
import { readReturn } from './select-returns.ts'

export default defineModule({
  name: 'orders',
  routes: { ...ordersRoutes, ...returnsRoutes },
  handlers: {
    'GET /orders': (ctx, { query }) => listOrders(ctx, query),
    'POST /orders': (ctx, { body }) => createOrder(ctx, body),
    'GET /orders/:id': ({ db, actor }, { params }) => readOrder(db, actor.workspaceId, params.id),
    'GET /orders/:id/timeline': async (ctx, { params, query }) => {
      await requireOrder(ctx.db, ctx.actor.workspaceId, params.id)
      return timelineOf(ctx, params.id, query)
    },
    'PATCH /orders/:id': (ctx, { params, body }) => changeOrder(ctx, params.id, body),
    'DELETE /orders/:id': (ctx, { params }) => deleteOrder(ctx, params.id),
    'POST /orders/:id/restoration': (ctx, { params }) => restoreOrder(ctx, params.id),
    'POST /deals/:id/order': (ctx, { params, body }) => orderOfDeal(ctx, params.id, body),
    'GET /returns': (ctx, { query }) => listReturns(ctx, query),
    'POST /returns': (ctx, { body }) => createReturn(ctx, body),
    'GET /returns/:id': ({ db, actor }, { params }) => readReturn(db, actor.workspaceId, params.id),
    'PATCH /returns/:id': (ctx, { params, body }) => changeReturn(ctx, params.id, body),
    'DELETE /returns/:id': (ctx, { params }) => deleteReturn(ctx, params.id),
    'POST /returns/:id/restoration': (ctx, { params }) => restoreReturn(ctx, params.id),
  },
})
