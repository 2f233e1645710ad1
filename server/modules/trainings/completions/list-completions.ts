import { type RawBuilder, sql } from 'kysely'
import type { Completion } from '#contract/training-parts.ts'
import type { trainingsRoutes } from '#contract/trainings.ts'
import type { Db, Tx } from '#kernel/db.ts'
import type { Ctx, Handlers } from '#kernel/http.ts'
import { decodeCursor, toPage } from '#kernel/page.ts'
import { holds, readerOf, readRow } from '../select-trainings.ts'

type Query = Parameters<Handlers<typeof trainingsRoutes>['GET /trainings/:id/completions']>[1]['query']
type Row = Omit<Completion, 'completedAt' | 'expiresAt'> & { completedAt: Date; expiresAt: Date }

export async function listCompletions(
  { db, actor, clock }: Ctx,
  id: string,
  { after, limit = 50, memberId, valid }: Query,
) {
  const at = clock.now()
  await readRow(db, await readerOf(db, actor, at), id)
  const cursor = decodeCursor(after, 2)
  const items = await selectCompletions(
    db,
    actor.workspaceId,
    at,
    sql`c.training_id = ${id} and c.revoked_at is null
      ${memberId ? sql`and c.member_id = ${memberId}` : sql``} ${valid === undefined ? sql`` : sql`and (${holds(at)}) = ${valid}`}
      ${cursor ? sql`and (c.completed_at, c.id) < (${cursor[0]}::timestamptz, ${cursor[1]}::uuid)` : sql``}
      order by c.completed_at desc, c.id desc limit ${limit + 1}`,
  )
  return toPage(
    items,
    limit,
    (item) => item,
    (item) => [item.completedAt, item.id],
  )
}

export async function selectCompletions(
  db: Db | Tx,
  workspaceId: string,
  at: Date,
  where: RawBuilder<unknown>,
): Promise<Completion[]> {
  const { rows } =
    await sql<Row>`select c.id, c.member_id, m.full_name, c.way, c.quiz_version, c.score, c.reason, c.completed_at, c.expires_at,
      c.noted_by, (${holds(at)}) as is_valid
    from training_completion c
    join training t on t.workspace_id = c.workspace_id and t.workspace_id = ${workspaceId} and t.id = c.training_id
    join member m on m.workspace_id = c.workspace_id and m.workspace_id = ${workspaceId} and m.id = c.member_id
    where c.workspace_id = ${workspaceId} and ${where}`.execute(db)
  return rows.map(({ completedAt, expiresAt, ...row }) => ({
    ...row,
    completedAt: completedAt.toISOString(),
    expiresAt: expiresAt.toISOString(),
  }))
}
