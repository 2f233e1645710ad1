import { sql } from 'kysely'
import type { Input, Reply } from '#contract/kit.ts'
import type { jobStates, platformRoutes } from '#contract/platform.ts'
import { problems } from '#contract/problems.ts'
import type { Db, Tx } from '#kernel/db.ts'
import { record } from '#kernel/events.ts'
import type { Ctx } from '#kernel/http.ts'
import { decodeCursor, toPage } from '#kernel/page.ts'
import { Problem } from '#kernel/problem.ts'

type Routes = typeof platformRoutes
type QueuedJob = Reply<Routes['GET /jobs']>['items'][number]
type Row = {
  id: string
  name: string
  attempts: number
  maxAttempts: number
  lastError: string | null
  createdAt: Date
  runAt: Date
  updatedAt: Date
  isLocked: boolean
  isDue: boolean
}

/** Work of this workspace that is queued, running or given up. Payloads and error texts stay inside: they may name people. */
export async function listJobs(
  { db, actor }: Ctx,
  { query }: Input<Routes['GET /jobs']>,
): Promise<Reply<Routes['GET /jobs']>> {
  const limit = query.limit ?? 50
  const after = decodeCursor(query.after, 1)
  const conditions = [
    ...(query.state ? [states[query.state]] : []),
    ...(after ? [sql`j.id < ${after[0]}::bigint`] : []),
  ]
  const rows = await select(db, actor.workspaceId, conditions, limit + 1)
  return toPage(rows, limit, toJob, (row) => [row.id])
}

export async function retryJob(ctx: Ctx, { params }: Input<Routes['POST /jobs/:id/retry']>): Promise<QueuedJob> {
  return ctx.transact(async (tx) => {
    const job = await mine(tx, ctx.actor.workspaceId, params.id)
    await sql`select graphile_worker.reschedule_jobs(array[${params.id}::bigint], run_at => now(), attempts => 0)`.execute(
      tx,
    )
    await record(tx, ctx.actor, ctx.clock.now(), 'job.retried', { jobId: params.id, name: job.name }, [])
    return toJob(await mine(tx, ctx.actor.workspaceId, params.id))
  })
}

export async function removeJob(ctx: Ctx, { params }: Input<Routes['DELETE /jobs/:id']>): Promise<void> {
  await ctx.transact(async (tx) => {
    const job = await mine(tx, ctx.actor.workspaceId, params.id)
    await sql`select graphile_worker.complete_jobs(array[${params.id}::bigint])`.execute(tx)
    await record(tx, ctx.actor, ctx.clock.now(), 'job.removed', { jobId: params.id, name: job.name }, [])
  })
}

const states = {
  exhausted: sql`j.locked_at is null and j.attempts >= j.max_attempts`,
  running: sql`j.locked_at is not null`,
  waiting: sql`j.locked_at is null and j.attempts < j.max_attempts and j.run_at <= now()`,
  scheduled: sql`j.locked_at is null and j.attempts < j.max_attempts and j.run_at > now()`,
} as const satisfies Record<(typeof jobStates)[number], unknown>

/** A job of this workspace that nobody is running; a running one cannot be moved or removed (409). */
async function mine(tx: Tx, workspaceId: string, id: string): Promise<Row> {
  const [row] = await select(tx, workspaceId, [sql`j.id = ${id}::bigint`], 1)
  if (!row) throw new Problem('not_found')
  if (row.isLocked) throw new Problem('conflict')
  return row
}

async function select(
  db: Db | Tx,
  workspaceId: string,
  conditions: readonly ReturnType<typeof sql>[],
  limit: number,
): Promise<Row[]> {
  const { rows } =
    await sql<Row>`select j.id::text, t.identifier as name, j.attempts, j.max_attempts, j.last_error, j.created_at, j.run_at, j.updated_at,
      j.locked_at is not null as is_locked, j.run_at <= now() as is_due
    from graphile_worker._private_jobs j join graphile_worker._private_tasks t on t.id = j.task_id
    where ${sql.join([sql`j.payload ->> 'workspaceId' = ${workspaceId}`, ...conditions], sql` and `)}
    order by j.id desc limit ${limit}`.execute(db)
  return rows
}

const toJob = ({
  id,
  name,
  attempts,
  maxAttempts,
  lastError,
  createdAt,
  runAt,
  updatedAt,
  isLocked,
  isDue,
}: Row): QueuedJob => ({
  id,
  name,
  state: isLocked ? 'running' : attempts >= maxAttempts ? 'exhausted' : isDue ? 'waiting' : 'scheduled',
  attempts,
  maxAttempts,
  lastError: lastError === null ? null : kindOfError(lastError),
  createdAt: createdAt.toISOString(),
  runAt: runAt.toISOString(),
  lastTriedAt: attempts > 0 ? updatedAt.toISOString() : null,
})

/** The kind of a failure from its text; everything that is not known for harmless words is `unexpected`. */
export function kindOfError(text: string): string {
  if (Object.hasOwn(problems, text)) return text
  const network =
    /\b(E(?:CONN[A-Z]+|TIMEDOUT|AI_AGAIN|NOTFOUND|HOSTUNREACH|NOSPC|ACCES|NOENT|PIPE|AUTH|ENVELOPE|SOCKET))\b/.exec(
      text,
    )
  if (network) return network[1]!
  if (/timed? ?out|timeout/i.test(text)) return 'timeout'
  if (/duplicate key|violates|deadlock|could not serialize|relation|syntax error at/i.test(text)) return 'database'
  if (/does not match its schema/.test(text)) return 'payload'
  return 'unexpected'
}
