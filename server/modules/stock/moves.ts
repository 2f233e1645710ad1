import { type RawBuilder, sql } from 'kysely'
import type { ProblemCode } from '#contract/problems.ts'
import { plainArray } from '#kernel/db.ts'
import type { Actor } from '#kernel/events.ts'
import { newId } from '#kernel/id.ts'
import type { LevelFacts } from './stock-event.ts'

export type Move = {
  actor: Actor
  productId: string
  delta: number
  reason: string
  reference?: string | null
  /** Idempotency key, already made the sender's own. */
  key?: string | null
}
export type Moved = {
  id: string
  productId: string
  delta: number
  onHand: number
  reason: string
  reference: string | null
  /** Reserved units that are not there after it. */
  uncovered: number
  /** It was there already: nothing moved. */
  repeated: boolean
}
export type Refused = { refused: ProblemCode; params?: Record<string, number> }
export type Outcome = Moved | Refused

/** A movement of the batch was carried out before; which one, only looking up tells. Like a serialisation failure: try again. */
export class Repeated extends Error {
  readonly code = '40001'
}

export type Level = LevelFacts & {
  /** The product has been deleted. */
  isGone: boolean
  /** Somebody is on its waitlist. */
  isAwaited: boolean
}
export type Fresh = Moved & { actor: Actor; key: string | null }

export const freshOf = ({ actor, productId, delta, reason, reference, key }: Move, onHand: number): Fresh => ({
  ...{ id: newId(), actor, productId, delta, onHand, reason, reference: reference ?? null, key: key ?? null },
  uncovered: 0,
  repeated: false,
})

/** What says how many are really there; everything else leaves what is reserved to whom it was promised. */
const truths = new Set(['count', 'correction', 'loss'])
export const takesReserved = ({ delta, reason }: Pick<Move, 'delta' | 'reason'>): boolean =>
  delta < 0 && truths.has(reason)

/** What comes in goes before what goes out: together they are possible whenever they add up. */
export const incomingFirst = (moves: readonly Move[]): number[] => {
  const order = moves.map((_, index) => index)
  return order.sort((a, b) => Number(moves[a]!.delta < 0) - Number(moves[b]!.delta < 0) || a - b)
}

/** By which a movement is known again. */
export function namesOf({
  productId,
  reason,
  reference,
  key,
}: Pick<Move, 'productId' | 'reason' | 'reference' | 'key'>) {
  return [...(key ? [`key ${key}`] : []), ...(reference ? [`reference ${productId} ${reason} ${reference}`] : [])]
}

export type Sum = { productId: string; delta: number; incoming: number; own: readonly Fresh[] }

export const sumsOf = (fresh: readonly Fresh[]): Sum[] =>
  [...Map.groupBy(fresh, ({ productId }) => productId)].map(([productId, own]) => ({
    productId,
    delta: own.reduce((sum, { delta }) => sum + delta, 0),
    // Units that come in may be announced to those who wait.
    incoming: own.reduce((sum, { delta }) => sum + Math.max(0, delta), 0),
    own,
  }))

/**
 * What stands for these products, locked in one order until the transaction ends. Each product is looked up by its key, and
 * whether it is gone is asked of the row: a join, or a condition, would open ways over everything the workspace sells.
 */
export const lockedLevels = (workspaceId: string, ids: readonly string[]): RawBuilder<Level> =>
  sql<Level>`select s.product_id, p.sku, p.name, s.on_hand, s.reserved, p.deleted_at is not null as is_gone,
      coalesce(s.demand_std_dev, s.estimated_std_dev) as demand_std_dev, s.lead_time_days,
      exists (select 1 from waitlist_entry w
        where w.workspace_id = ${workspaceId} and w.product_id = s.product_id and w.state = 'waiting') as is_awaited
    from stock s
    cross join lateral (select sku, name, deleted_at from product
      where workspace_id = ${workspaceId} and id = s.product_id limit 1) p
    where s.workspace_id = ${workspaceId} and s.product_id = any (${plainArray(ids)}::uuid[])
    order by s.product_id for no key update of s`

/** Columns: id, product_id, delta, on_hand, reason, reference, key, actor_kind, actor_id. */
export const unnested = (fresh: readonly Fresh[]): RawBuilder<unknown> => {
  const column = (read: (one: Fresh) => string | number) => plainArray(fresh.map(read))
  return sql`unnest(${column(({ id }) => id)}::uuid[], ${column(({ productId }) => productId)}::uuid[],
    ${column(({ delta }) => delta)}::integer[], ${column(({ onHand }) => onHand)}::integer[],
    ${fresh.map(({ reason }) => reason)}::text[], ${fresh.map(({ reference }) => reference)}::text[],
    ${fresh.map(({ key }) => key)}::text[], ${column(({ actor }) => actor.kind)}::text[],
    ${column(({ actor }) => actor.id)}::uuid[])`
}

/** Columns: product_id, delta, incoming. */
export const unnestedSums = (sums: readonly Sum[]): RawBuilder<unknown> => {
  const column = (read: (one: Sum) => string | number) => plainArray(sums.map(read))
  return sql`unnest(${column(({ productId }) => productId)}::uuid[], ${column(({ delta }) => delta)}::integer[],
    ${column(({ incoming }) => incoming)}::integer[])`
}
