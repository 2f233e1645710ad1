import type { SpecAttribute } from '#contract/product-parts.ts'
import type { Tx } from '#kernel/db.ts'
import { type Actor, record } from '#kernel/events.ts'
import { followSpecs, type SpecPublication } from './after-change.ts'
import { productFacts } from './product-facts.ts'
import { diffSheets } from './rules/specs.ts'
import { publishedBefore } from './specs.ts'

export type Coming = {
  product: { id: string; sku: string; name: string }
  version: number
  attributes: SpecAttribute[]
  note: string | null
}

/** Says what a sheet changes and lets everything that depends on it follow, in the same transaction. */
export async function comeIntoForce(tx: Tx, actor: Actor, at: Date, coming: readonly Coming[]): Promise<void> {
  const publications: SpecPublication[] = []
  for (const { product, version, attributes, note } of coming) {
    const previous = await publishedBefore(tx, actor.workspaceId, product.id, version)
    const changed = diffSheets(previous?.attributes ?? [], attributes)
      .filter(({ change }) => change !== 'relabelled')
      .map(({ key, label, before, after, severity }) => ({
        ...{ key, label, severity },
        before: before && { value: before.value, unit: before.unit },
        after: after && { value: after.value, unit: after.unit },
      }))
    publications.push({ productId: product.id, version, previous: previous?.version ?? null, changed })
    await record(
      tx,
      actor,
      at,
      'spec.published',
      { ...productFacts(product), version, previousVersion: previous?.version ?? null, note, changes: changed },
      [product.id],
    )
  }
  await followSpecs(tx, actor, at, publications)
}
