import { sql } from 'kysely'
import type { Static, TSchema } from 'typebox'
import { ahead, daysAhead } from './clock.ts'
import type { Db, Tx } from './db.ts'
import { sendAhead } from './prepared.ts'
import type { Services } from './services.ts'

export type JobPool = 'interactive' | 'bulk'
export type Job<P = unknown> = {
  /** `<module>.<verb>`; unique, asserted at boot. */
  name: string
  payload: TSchema
  /** Attempts in all; graphile-worker waits e^min(attempt, 10) seconds in between. */
  retry: { limit: number }
  /** `interactive`: somebody waits for it; `bulk`: long or many. */
  pool: JobPool
  /** Must be safe to run twice: delivery is at least once. */
  run: (
    payload: P,
    services: Services,
    helpers: { signal: AbortSignal; attempt: number; lastAttempt: boolean },
  ) => Promise<void>
}

/** Payloads always carry `workspaceId` when they come from an event. */
export const defineJob = <S extends TSchema>(job: Omit<Job<Static<S>>, 'payload'> & { payload: S }): Job<Static<S>> =>
  job

type When = {
  runAt?: Date
  /** Replaces a waiting job of that key. */
  key?: string
}
export type Enqueued = { job: Job<never>; payload: never } & When
export const queued = <P>(job: Job<P>, payload: P, options: When = {}): Enqueued =>
  ({ job, payload, ...options }) as unknown as Enqueued

/**
 * Queues jobs inside the caller's transaction: they exist only if it commits.
 * @param keepTime a job that waits already under the same key keeps its time
 */
export async function enqueueMany(tx: Tx | Db, jobs: readonly Enqueued[], keepTime = false): Promise<void> {
  if (jobs.length === 0) return
  const specs: object[] = []
  for (const { job, payload, runAt, key } of jobs)
    specs.push({
      identifier: job.name,
      payload,
      max_attempts: job.retry.limit,
      run_at: runAt ? await onServer(tx, payload, runAt) : null,
      job_key: key ?? null,
    })
  const add = sql`select graphile_worker.add_jobs(array(
    select json_populate_record(null::graphile_worker.job_spec, spec) from json_array_elements(${JSON.stringify(specs)}::json) as spec
  ), ${keepTime})`
  await sendAhead(tx, add)
}

/** The queue waits by the server's clock, whatever clock the workspace of the work lives by. */
async function onServer(db: Tx | Db, payload: { workspaceId?: string }, at: Date): Promise<Date> {
  const days = payload.workspaceId === undefined ? 0 : await daysAhead(db, payload.workspaceId)
  return ahead({ now: () => at }, -days).now()
}

export const enqueue = <P>(tx: Tx | Db, job: Job<P>, payload: P, options: When = {}) =>
  enqueueMany(tx, [queued(job, payload, options)])
