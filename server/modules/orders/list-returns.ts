import { sql } from 'kysely'
import type { Input } from '#contract/kit.ts'
import type { returnsRoutes } from '#contract/returns.ts'
import type { Ctx } from '#kernel/http.ts'
import { decodeCursor, toPage } from '#kernel/page.ts'
import { daysIn, joined, wordsOf } from './filters.ts'
import { selectReturns, toReturn } from './select-returns.ts'

type Query = Input<(typeof returnsRoutes)['GET /returns']>['query']
const countedAtMost = 10_000

/** `GET /returns`: newest first unless sorted otherwise. */
export async function listReturns({ db, actor }: Ctx, query: Query) {
  const { workspaceId } = actor
  const {
    after,
    limit = 50,
    sort = '-returnedAt',
    reason,
    orderId,
    contactId,
    productId,
    claimId,
    attributeKey,
  } = query
  const ofLines = joined([
    sql`true`,
    reason?.length && sql`rl.reason = any (${reason}::text[])`,
    productId && sql`rl.product_id = ${productId}`,
    claimId && sql`rl.claim_id = ${claimId}`,
    attributeKey && sql`rl.attribute_key = ${attributeKey}`,
  ])
  const asksLines = reason?.length || productId || claimId || attributeKey
  const where = joined([
    sql`r.deleted_at is null`,
    ...wordsOf(query.q).map(
      (word) => sql`(o.search like ${word} or r.subject_id in (select c.subject_id from contact c
        where c.workspace_id = ${workspaceId} and c.search like ${word}))`,
    ),
    orderId && sql`r.order_id = ${orderId}`,
    contactId && sql`r.subject_id = ${contactId}`,
    asksLines &&
      sql`exists (select 1 from return_line rl where rl.workspace_id = ${workspaceId} and rl.return_id = r.id and ${ofLines})`,
    ...(await daysIn(db, workspaceId, sql`r.returned_at`, query.returnedFrom, query.returnedTo)),
  ])
  const cursor = decodeCursor(after, 2)
  const [direction, beyond] = sort.startsWith('-') ? [sql`desc`, sql`<`] : [sql`asc`, sql`>`]
  const [{ rows }, counted] = await Promise.all([
    selectReturns(
      workspaceId,
      sql`${where} ${cursor ? sql`and (r.returned_at, r.id) ${beyond} (${cursor[0]}::timestamptz, ${cursor[1]}::uuid)` : sql``}
        order by r.returned_at ${direction}, r.id ${direction} limit ${limit + 1}`,
    ).execute(db),
    cursor
      ? undefined
      : sql<{ count: number }>`select count(*) as count from (select 1 from order_return r
          join sales_order o on o.workspace_id = r.workspace_id and o.workspace_id = ${workspaceId} and o.id = r.order_id
          where r.workspace_id = ${workspaceId} and ${where} limit ${countedAtMost + 1}) as counted`.execute(db),
  ])
  const page = toPage(rows, limit, toReturn, (row) => [row.returnedAt.toISOString(), row.id])
  return { ...page, ...(counted && { approximateTotal: counted.rows[0]!.count }) }
}
