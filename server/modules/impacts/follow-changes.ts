import { sql } from 'kysely'
import Type from 'typebox'
import { Id, Nullable } from '#contract/kit.ts'
import { productsEvents } from '#contract/product-events.ts'
import type { Db, Tx } from '#kernel/db.ts'
import { systemActor } from '#kernel/events.ts'
import { asLocale, type Locale, translate } from '#kernel/i18n.ts'
import { defineJob } from '#kernel/jobs.ts'
import type { Node } from './nodes.ts'
import { openImpact } from './open-impact.ts'
import { gravest } from './rules/deadlines.ts'

const common = { retry: { limit: 10 }, pool: 'interactive' } as const
const specPublished = productsEvents['spec.published'].properties
const priceChanged = productsEvents['price.changed'].properties

/** A new spec sheet touches what depends on the attributes that changed. */
export const followSpec = defineJob({
  ...common,
  name: 'impacts.follow-spec',
  payload: Type.Object({ workspaceId: Id, ...specPublished }),
  async run({ workspaceId, productId, version, changes }, { db, clock }) {
    if (changes.length === 0) return
    const cause: Node = { type: 'spec', id: productId }
    const attributes = changes.map(({ key }): Node => ({ type: 'attribute', id: `${productId}/${key}` }))
    await db.transaction().execute(async (tx) => {
      const { rows } = await sql<{ at: Date }>`select greatest(published_at, effective_from) as at from product_spec
        where workspace_id = ${workspaceId} and product_id = ${productId} and spec_version = ${version}`.execute(tx)
      await openImpact(tx, systemActor(workspaceId), clock.now(), {
        happenedAt: rows[0]?.at,
        cause: attributes.length === 1 ? attributes[0]! : cause,
        roots: [...attributes, cause],
        change: changes.map(({ key, label, before, after }) => ({
          key,
          label,
          before: written(before),
          after: written(after),
        })),
        severity: gravest(changes.map((change) => change.severity)),
        eventName: 'spec.published',
        dedupeKey: `spec.published ${productId} ${version}`,
        productId,
      })
    })
  },
})

/** A new price touches what promises or states it: critical as soon as somebody states a wrong one. */
export const followPrice = defineJob({
  ...common,
  name: 'impacts.follow-price',
  payload: Type.Object({ workspaceId: Id, ...priceChanged }),
  async run({ workspaceId, productId, listKey, amountCents, currency, from, previousCents }, { db, clock }) {
    if (previousCents === null || previousCents === amountCents) return
    await db.transaction().execute(async (tx) => {
      const locale = await localeOf(tx, workspaceId)
      const money = (cents: number) =>
        new Intl.NumberFormat(locale, { style: 'currency', currency }).format(cents / 100)
      const { rows } = await sql`select 1 from claim where workspace_id = ${workspaceId} and product_id = ${productId}
        and attribute_key in ('price', 'before_price') and state = 'drifted' and removed_at is null and suspended_at is null limit 1`.execute(
        tx,
      )
      await openImpact(tx, systemActor(workspaceId), clock.now(), {
        cause: { type: 'price', id: productId },
        change: { key: 'price', label: '', before: money(previousCents), after: money(amountCents) },
        severity: rows.length > 0 ? 'critical' : 'major',
        eventName: 'price.changed',
        dedupeKey: `price.changed ${productId} ${listKey} ${from} ${previousCents} ${amountCents}`,
        productId,
      })
    })
  },
})

/** A product that is no longer sold touches whatever still offers it. */
export const followDiscontinued = defineJob({
  ...common,
  name: 'impacts.follow-discontinued',
  payload: Type.Object({ workspaceId: Id, productId: Id, replacedById: Nullable(Id) }, { additionalProperties: true }),
  async run({ workspaceId, productId }, { db, clock }) {
    await db.transaction().execute(async (tx) => {
      const locale = await localeOf(tx, workspaceId)
      await openImpact(tx, systemActor(workspaceId), clock.now(), {
        cause: { type: 'product', id: productId },
        change: {
          key: 'state',
          label: '',
          before: translate(locale, 'impacts.productStates.active'),
          after: translate(locale, 'impacts.productStates.discontinued'),
        },
        severity: 'major',
        eventName: 'product.discontinued',
        productId,
      })
    })
  },
})

const written = (side: { value: string; unit: string | null } | null): string | null =>
  side && [side.value, side.unit].filter((part) => part).join(' ')

async function localeOf(db: Db | Tx, workspaceId: string): Promise<Locale> {
  const row = await db.selectFrom('workspace').select('locale').where('id', '=', workspaceId).executeTakeFirst()
  return asLocale(row?.locale)
}
