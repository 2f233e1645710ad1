import { sql } from 'kysely'
import type { Input, Reply } from '#contract/kit.ts'
import type { platformRoutes } from '#contract/platform.ts'
import type { Db, Tx } from '#kernel/db.ts'
import { record } from '#kernel/events.ts'
import type { Ctx } from '#kernel/http.ts'
import { newId } from '#kernel/id.ts'
import { enqueue } from '#kernel/jobs.ts'
import { decodeCursor, toPage } from '#kernel/page.ts'
import { invalid, Problem } from '#kernel/problem.ts'
import { checkExport } from './compile.ts'
import { exportReader } from './reader.ts'
import { runExport } from './run-export.ts'
import { exportSource } from './sources.ts'

type Routes = typeof platformRoutes
type Export = Reply<Routes['GET /exports/:id']>

export async function requestExport(ctx: Ctx, { body }: Input<Routes['POST /exports']>): Promise<Export> {
  const { workspaceId, id: memberId } = ctx.actor
  const { list, format, ...params } = body
  const source = exportSource(list)
  if (!source) throw invalid('/list', 'enum')
  if (!ctx.actor.permissions.has(source.permission)) throw new Problem('forbidden', { permission: source.permission })
  checkExport(source, await exportReader(ctx, workspaceId, memberId), params)
  return ctx.transact(async (tx) => {
    const id = newId()
    const at = ctx.clock.now()
    await tx
      .insertInto('export')
      .values({
        workspaceId,
        id,
        list,
        format,
        params: JSON.stringify(params),
        state: 'queued',
        createdBy: memberId,
        createdAt: at,
      })
      .execute()
    await enqueue(tx, runExport, { workspaceId, exportId: id })
    await record(tx, ctx.actor, at, 'export.requested', { exportId: id, list, format }, [id])
    return one(tx, ctx.actor, at, id)
  })
}

export async function listExports(
  { db, actor, clock }: Ctx,
  { query }: Input<Routes['GET /exports']>,
): Promise<Reply<Routes['GET /exports']>> {
  const limit = query.limit ?? 50
  const after = decodeCursor(query.after, 2)
  const rows = await select(
    db,
    actor,
    after ? sql`and (e.created_at, e.id) < (${after[0]}::timestamptz, ${after[1]}::uuid)` : sql``,
    limit + 1,
  )
  const now = clock.now()
  return toPage(
    rows,
    limit,
    (row) => toExport(row, now),
    (row) => [row.createdAt.toISOString(), row.id],
  )
}

export const readExport = ({ db, actor, clock }: Ctx, { params }: Input<Routes['GET /exports/:id']>): Promise<Export> =>
  one(db, actor, clock.now(), params.id)

export async function cancelExport(
  ctx: Ctx,
  { params }: Input<Routes['POST /exports/:id/cancellation']>,
): Promise<Export> {
  return ctx.transact(async (tx) => {
    const at = ctx.clock.now()
    const before = await one(tx, ctx.actor, at, params.id)
    const { rows } = await sql`update export set state = 'cancelled', finished_at = ${at}
      where workspace_id = ${ctx.actor.workspaceId} and id = ${params.id} and created_by = ${ctx.actor.id} and state in ('queued', 'running')
      returning id`.execute(tx)
    if (rows.length === 0) throw new Problem('invalid_transition')
    await record(tx, ctx.actor, at, 'export.cancelled', { exportId: params.id, list: before.list }, [params.id])
    return one(tx, ctx.actor, at, params.id)
  })
}

type Row = {
  id: string
  list: string
  format: Export['format']
  state: Export['state']
  rowsWritten: number
  createdBy: string
  createdAt: Date
  finishedAt: Date | null
  fileId: string | null
  fileName: string | null
  expiresAt: Date | null
}

/** Exports hold what their maker asked for: only they see them. */
async function select(db: Db | Tx, actor: Ctx['actor'], more: ReturnType<typeof sql>, limit: number): Promise<Row[]> {
  const { rows } =
    await sql<Row>`select e.id, e.list, e.format, e.state, e.rows_written, e.created_by, e.created_at, e.finished_at,
      f.id as file_id, f.name as file_name, f.expires_at
    from export e left join file f on f.workspace_id = e.workspace_id and f.id = e.file_id
    where e.workspace_id = ${actor.workspaceId} and e.created_by = ${actor.id} ${more}
    order by e.created_at desc, e.id desc limit ${limit}`.execute(db)
  return rows
}

async function one(db: Db | Tx, actor: Ctx['actor'], now: Date, id: string): Promise<Export> {
  const [row] = await select(db, actor, sql`and e.id = ${id}`, 1)
  if (!row) throw new Problem('not_found')
  return toExport(row, now)
}

function toExport({ fileId, fileName, expiresAt, ...row }: Row, now: Date): Export {
  const isThere = fileId !== null && (expiresAt === null || expiresAt > now)
  return {
    ...row,
    fileUrl: isThere ? `/api/v1/files/${fileId}` : null,
    fileName: isThere ? fileName : null,
    expiresAt: expiresAt?.toISOString() ?? null,
    createdAt: row.createdAt.toISOString(),
    finishedAt: row.finishedAt?.toISOString() ?? null,
  }
}
