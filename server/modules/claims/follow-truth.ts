import { setAfterPriceChange, setAfterSpecPublished } from '#modules/products/public.ts'
import { judgeProducts } from './judge-again.ts'

/**
 * Drift is known in the commit that causes it. Said when `public.ts` is loaded, not `module.ts`: whoever asks about drift in the same
 * transaction (a campaign's guard) has imported it, and so is told after this.
 */
setAfterSpecPublished((tx, actor, at, changes) =>
  judgeProducts(
    tx,
    actor,
    at,
    changes.map((change) => change.productId),
    'attributes',
  ),
)
setAfterPriceChange((tx, actor, at, productIds) => judgeProducts(tx, actor, at, productIds, 'prices'))
