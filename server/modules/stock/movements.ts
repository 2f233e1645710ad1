import { sql } from 'kysely'
import type { stockRoutes } from '#contract/stock.ts'
import { type Batcher, createBatcher } from '#kernel/group-commit.ts'
import type { Ctx, Handlers } from '#kernel/http.ts'
import { decodeCursor, toPage } from '#kernel/page.ts'
import { lookUpByKey } from '#kernel/prepared.ts'
import { invalid, Problem } from '#kernel/problem.ts'
import type { Services } from '#kernel/services.ts'
import { applyMoves } from './apply-moves.ts'
import type { Move, Outcome } from './moves.ts'
import { requireProduct } from './require-product.ts'

type Routes = Handlers<typeof stockRoutes>
type Post = Parameters<Routes['POST /products/:id/stock/movements']>[1]
type Movement = Awaited<ReturnType<Routes['GET /products/:id/stock/movements']>>['items'][number]

const batchers = new WeakMap<Services['pool'], Batcher<Move, Outcome>>()

/**
 * The process's group commit of movements: those that arrive together are one transaction. One transaction of a workspace
 * at a time: others would only wait for the same rows.
 */
export function movementsOf({ db, pool, clock }: Pick<Services, 'db' | 'pool' | 'clock'>): Batcher<Move, Outcome> {
  let batcher = batchers.get(pool)
  if (!batcher) {
    batcher = createBatcher<Move, Outcome>({
      groupOf: ({ actor }) => `${actor.workspaceId} ${actor.id}`,
      maxSize: 256,
      maxRunningOfGroup: 1,
      gatherMs: 3,
      run: (moves) =>
        db.transaction().execute(async (tx) => {
          await lookUpByKey(tx)
          // Repeats are rare: a batch with one breaks, and its members are then looked up one by one.
          return applyMoves(tx, moves[0]!.actor.workspaceId, clock.now(), moves, { trusting: moves.length > 1 })
        }),
    })
    batchers.set(pool, batcher)
  }
  return batcher
}

/** Moves stock of one product; answers after commit. A key or reference that was seen before answers what it did then. */
export async function postMovement(ctx: Ctx, { params, body }: Post) {
  if (body.delta === 0) throw invalid('/delta', 'not_zero')
  const outcome = await movementsOf(ctx).submit({
    actor: ctx.actor,
    productId: params.id,
    delta: body.delta,
    reason: body.reason,
    reference: body.reference ?? null,
    key: keyOf(ctx),
  })
  if ('refused' in outcome) throw new Problem(outcome.refused, outcome.params)
  const { productId: _, ...moved } = outcome
  return moved
}

/** A key is its sender's own: another may use the same words. */
function keyOf({ request, actor }: Ctx): string | null {
  const key = request.headers['idempotency-key']
  if (key === undefined) return null
  if (typeof key !== 'string' || key.length === 0 || key.length > 200) throw invalid('Idempotency-Key', 'length')
  return `${actor.id} ${key}`
}

export async function listMovements(
  ctx: Ctx,
  productId: string,
  { after, limit = 50 }: { after?: string; limit?: number },
) {
  const { db, actor } = ctx
  const { workspaceId } = actor
  await requireProduct(db, workspaceId, productId)
  const cursor = decodeCursor(after, 2)
  const { rows } = await sql<
    Omit<Movement, 'at'> & { at: Date }
  >`select m.id, m.product_id, m.delta, m.on_hand_after, m.reason, m.reference,
      m.actor_kind, b.full_name as actor_name, m.at
    from stock_movement m
    left join member b on b.workspace_id = m.workspace_id and b.workspace_id = ${workspaceId} and b.id = m.actor_id
    where m.workspace_id = ${workspaceId} and m.product_id = ${productId}
      ${cursor ? sql`and (m.at, m.id) < (${cursor[0]}::timestamptz, ${cursor[1]}::uuid)` : sql``}
    order by m.at desc, m.id desc limit ${limit + 1}`.execute(db)
  return toPage(
    rows,
    limit,
    (row): Movement => ({ ...row, at: row.at.toISOString() }),
    (row) => [row.at.toISOString(), row.id],
  )
}
