import type { Tx } from '#kernel/db.ts'
import { printing, setEdges } from '#modules/impacts/public.ts'
import { findBySku } from '#modules/products/public.ts'
import { drawFacts } from '../draw.ts'
import { nodeOfFact } from '../nodes.ts'
import { tokensIn } from '../rules/tokens.ts'

/** A text depends on what its tokens print, though a change never makes it wrong. */
export async function drawTokens(tx: Tx, at: Date, workspaceId: string, assetId: string, body: string): Promise<void> {
  const tokens = tokensIn(body)
  const ids = await findBySku(
    tx,
    workspaceId,
    tokens.flatMap(({ sku }) => sku ?? []),
  )
  const facts = tokens.flatMap(({ sku, key }) => {
    const productId = ids.get(sku ?? '')
    return productId && key ? [{ productId, attributeKey: key }] : []
  })
  const from = facts.map(({ productId, attributeKey }) => nodeOfFact(productId, attributeKey))
  await setEdges(tx, at, workspaceId, { type: 'asset', id: assetId }, from, printing)
  await drawFacts(tx, at, workspaceId, facts)
}
