import { EventEmitter } from 'node:events'
import { Logger, type Runner, run, type TaskList, type WorkerEvents } from 'graphile-worker'
import { sql } from 'kysely'
import { Value } from 'typebox/value'
import { ahead, daysAhead } from './clock.ts'
import { newId } from './id.ts'
import type { Job, JobPool } from './jobs.ts'
import { enqueue } from './jobs.ts'
import { deliverMail } from './mail.ts'
import type { Module, Recurring } from './module.ts'
import type { Services } from './services.ts'

const heartbeatSeconds = 10
const deadAfterSeconds = 45
const concurrency: Record<JobPool, number> = { interactive: 4, bulk: 2 }

export type Worker = { stop(): Promise<void> }

/**
 * Runs the queue in two pools, so that a long import never delays what somebody waits for.
 * `alone`: nobody else can be using this database (embedded), so locks left by an earlier process are freed at once.
 */
export async function startWorker(
  services: Services,
  modules: readonly Module[],
  { alone }: { alone: boolean },
): Promise<Worker> {
  const jobs = [deliverMail, ...modules.flatMap((module) => module.jobs ?? [])]
  const process: Process = { id: newId(), lockedBy: new Set() }
  if (alone) await sql`delete from ops.process`.execute(services.db)
  await beat(services, process)
  await freeDeadLocks(services, alone ? 0 : undefined)
  const events = new EventEmitter() as WorkerEvents
  events.on('pool:create', ({ workerPool }) => process.lockedBy.add(workerPool.id))
  const runners: Runner[] = []
  for (const pool of ['interactive', 'bulk'] as const) {
    const mine = jobs.filter((job) => job.pool === pool)
    if (mine.length > 0) runners.push(await startPool(services, pool, mine, events))
  }
  const recurring = modules.flatMap((module) => module.every ?? [])
  const timer = setInterval(() => void tick(services, process, recurring), heartbeatSeconds * 1000)
  await tick(services, process, recurring)
  return {
    async stop() {
      clearInterval(timer)
      await Promise.all(runners.map((runner) => runner.stop()))
      await sql`delete from ops.process where id = ${process.id}`.execute(services.db)
    },
  }
}

/** `lockedBy`: the names under which its jobs are locked; graphile-worker locks them for a whole pool. */
type Process = { id: string; lockedBy: Set<string> }

const startPool = (services: Services, pool: JobPool, jobs: readonly Job<never>[], events: WorkerEvents) =>
  run({
    pgPool: services.pool,
    concurrency: concurrency[pool],
    noHandleSignals: true,
    pollInterval: 1000,
    logger: new Logger(() => () => {}),
    taskList: taskList(services, jobs),
    events,
  })

/** Handlers as graphile-worker wants them; failures are logged by job name and id, never with the payload. */
function taskList(services: Services, jobs: readonly Job<never>[]): TaskList {
  return Object.fromEntries(
    jobs.map((job) => [
      job.name,
      async (payload: unknown, { job: row, abortSignal }) => {
        const log = services.log.child({ job: job.name, jobId: row.id })
        const helpers = {
          signal: abortSignal ?? never,
          attempt: row.attempts,
          lastAttempt: row.attempts >= row.max_attempts,
        }
        try {
          await runJob(job, payload, { ...services, log }, helpers)
        } catch (error) {
          log.error({ err: error, attempt: row.attempts, limit: row.max_attempts }, 'job failed')
          throw error
        }
      },
    ]),
  )
}
const never = new AbortController().signal

export async function runJob(
  job: Job<never>,
  payload: unknown,
  services: Services,
  helpers: Parameters<Job['run']>[2],
) {
  if (!Value.Check(job.payload, payload)) throw new Error(`payload of ${job.name} does not match its schema`)
  await job.run(payload as never, await atHome(services, payload), helpers)
}

/** Work for one workspace is done by the clock its people live by. */
async function atHome(services: Services, payload: unknown): Promise<Services> {
  const { workspaceId } = payload as { workspaceId?: unknown }
  if (typeof workspaceId !== 'string') return services
  return { ...services, clock: ahead(services.clock, await daysAhead(services.db, workspaceId)) }
}

async function tick(services: Services, process: Process, recurring: readonly Recurring[]) {
  try {
    await beat(services, process)
    await freeDeadLocks(services)
    for (const entry of recurring) await queueWhenDue(services, entry)
  } catch (error) {
    services.log.error({ err: error }, 'worker heartbeat failed')
  }
}

const beat = (services: Services, process: Process) =>
  sql`insert into ops.process (id, started_at, seen_at, worker_ids) values (${process.id}, now(), now(), ${[...process.lockedBy]})
    on conflict (id) do update set seen_at = excluded.seen_at, worker_ids = excluded.worker_ids`.execute(services.db)

/**
 * Jobs stay locked for hours when a worker dies; here they are freed as soon as its process stops its heartbeat.
 * `graceSeconds`: a process just started has locks before its first heartbeat has named its pools.
 */
async function freeDeadLocks(services: Services, graceSeconds = heartbeatSeconds * 2) {
  await sql`delete from ops.process where seen_at < now() - make_interval(secs => ${deadAfterSeconds})`.execute(
    services.db,
  )
  await sql`select graphile_worker.force_unlock_workers(array(
    select distinct j.locked_by from graphile_worker._private_jobs j
    where j.locked_by is not null and j.locked_at <= now() - make_interval(secs => ${graceSeconds})
      and not exists (select 1 from ops.process p where j.locked_by = any (p.worker_ids))
  ))`.execute(services.db)
}

/** Once for the whole installation: whoever moves the due time queues the job. */
async function queueWhenDue(services: Services, { job, minutes }: Recurring) {
  await services.db.transaction().execute(async (tx) => {
    const moved =
      await sql`insert into ops.recurring as r (name, due_at) values (${job.name}, now() + make_interval(mins => ${minutes}))
      on conflict (name) do update set due_at = excluded.due_at where r.due_at <= now() returning 1`.execute(tx)
    if (moved.rows.length > 0) await enqueue(tx, job, {}, { key: job.name })
  })
}
