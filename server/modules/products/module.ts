import { productPartsRoutes } from '#contract/product-parts.ts'
import { productsRoutes } from '#contract/products.ts'
import { defineModule } from '#kernel/module.ts'
import { timelineOf } from '#modules/platform/public.ts'
import { applyDue, sweepDue } from './apply-due.ts'
import { listPlans, putPlan } from './distribution.ts'
import { createFamily, deleteFamily, listFamilies, readFamily, updateFamily } from './families.ts'
import { addFile, listFiles, removeFile, sendFile } from './files.ts'
import { listProducts } from './list-products.ts'
import { createPriceList, listPriceLists, updatePriceList } from './price-lists.ts'
import { listPrices, putPrice, withdrawPrice } from './prices.ts'
import { publishSpec } from './publish-spec.ts'
import { readProduct, requireProduct } from './select-products.ts'
import { draftSpec, listSpecs, readSpec, rewriteSpec } from './specs.ts'
import { discardSpec, withdrawSpec } from './withdraw-spec.ts'
import {
  createProduct,
  deleteProduct,
  discontinueProduct,
  reactivateProduct,
  restoreProduct,
  updateProduct,
} from './write-products.ts'

export default defineModule({
  name: 'products',
  routes: { ...productsRoutes, ...productPartsRoutes },
  handlers: {
    'GET /products': (ctx, { query }) => listProducts(ctx, query),
    'POST /products': (ctx, { body }) => createProduct(ctx, body),
    'GET /products/:id': ({ db, actor, clock }, { params }) =>
      readProduct(db, actor.workspaceId, params.id, clock.now()),
    'PATCH /products/:id': (ctx, { params, body }) => updateProduct(ctx, params.id, body),
    'DELETE /products/:id': (ctx, { params }) => deleteProduct(ctx, params.id),
    'POST /products/:id/restoration': (ctx, { params }) => restoreProduct(ctx, params.id),
    'POST /products/:id/discontinuation': (ctx, { params, body }) =>
      discontinueProduct(ctx, params.id, body.replacedById ?? null),
    'DELETE /products/:id/discontinuation': (ctx, { params }) => reactivateProduct(ctx, params.id),
    'GET /products/:id/timeline': async (ctx, { params, query }) => {
      await requireProduct(ctx.db, ctx.actor.workspaceId, params.id)
      return timelineOf(ctx, params.id, query)
    },

    'GET /products/:id/specs': (ctx, { params, query }) => listSpecs(ctx, params.id, query.compare),
    'POST /products/:id/specs': (ctx, { params, body }) => draftSpec(ctx, params.id, body),
    'GET /products/:id/specs/:version': (ctx, { params }) => readSpec(ctx, params.id, params.version),
    'PUT /products/:id/specs/:version': (ctx, { params, body }) => rewriteSpec(ctx, params.id, params.version, body),
    'POST /products/:id/specs/:version/publication': (ctx, { params, body }) =>
      publishSpec(ctx, params.id, params.version, body),
    'DELETE /products/:id/specs/:version/publication': (ctx, { params }) =>
      withdrawSpec(ctx, params.id, params.version),
    'DELETE /products/:id/specs/:version': (ctx, { params }) => discardSpec(ctx, params.id, params.version),

    'GET /products/:id/prices': (ctx, { params }) => listPrices(ctx, params.id),
    'PUT /products/:id/prices': (ctx, { params, body }) => putPrice(ctx, params.id, body),
    'DELETE /products/:id/prices/:priceId': (ctx, { params }) => withdrawPrice(ctx, params.id, params.priceId),
    'GET /price-lists': (ctx) => listPriceLists(ctx),
    'POST /price-lists': (ctx, { body }) => createPriceList(ctx, body),
    'PATCH /price-lists/:key': (ctx, { params, body }) => updatePriceList(ctx, params.key, body),

    'GET /products/:id/distribution': (ctx, { params }) => listPlans(ctx, params.id),
    'PUT /products/:id/distribution': (ctx, { params, body }) => putPlan(ctx, params.id, body),

    'GET /products/:id/files': (ctx, { params }) => listFiles(ctx, params.id),
    'POST /products/:id/files': (ctx, { params }) => addFile(ctx, params.id),
    'GET /products/:id/files/:fileId': (ctx, { params }) => sendFile(ctx, params.id, params.fileId),
    'DELETE /products/:id/files/:fileId': (ctx, { params }) => removeFile(ctx, params.id, params.fileId),

    'GET /product-families': (ctx) => listFamilies(ctx),
    'POST /product-families': (ctx, { body }) => createFamily(ctx, body),
    'GET /product-families/:id': ({ db, actor }, { params }) => readFamily(db, actor.workspaceId, params.id),
    'PATCH /product-families/:id': (ctx, { params, body }) => updateFamily(ctx, params.id, body),
    'DELETE /product-families/:id': (ctx, { params }) => deleteFamily(ctx, params.id),
  },
  jobs: [applyDue, sweepDue],
  every: [{ job: sweepDue, minutes: 10 }],
})
