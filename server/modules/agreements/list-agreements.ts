import { sql } from 'kysely'
import type { AgreementDirection } from '#contract/agreement-parts.ts'
import type { Ctx } from '#kernel/http.ts'
import { decodeCursor, toPage } from '#kernel/page.ts'
import { present, selectAgreements } from './select-agreements.ts'

type Query = { after?: string; limit?: number; direction?: AgreementDirection }

export async function listAgreements({ db, actor }: Ctx, { after, limit = 50, direction }: Query) {
  const { workspaceId } = actor
  const cursor = decodeCursor(after, 2)
  const { rows } = await selectAgreements(
    workspaceId,
    sql`a.deleted_at is null ${direction ? sql`and a.direction = ${direction}` : sql``}
      ${cursor ? sql`and (a.direction, a.id) > (${cursor[0]}::text, ${cursor[1]}::uuid)` : sql``}
      order by a.direction, a.id limit ${limit + 1}`,
  ).execute(db)
  const page = toPage(
    rows,
    limit,
    (row) => row,
    (row) => [row.direction, row.id],
  )
  return { ...page, items: await present(db, workspaceId, page.items) }
}
