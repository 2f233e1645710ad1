import { sql } from 'kysely'
import Type from 'typebox'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Harness, startHarness } from '#test/harness.ts'
import { defineJob, enqueue } from './jobs.ts'
import { startWorker } from './worker.ts'

let house: Harness
beforeAll(async () => {
  house = await startHarness()
})
afterAll(() => house.close())

test.each(['interactive', 'bulk'] as const)(
  'a job that runs is known to be run by a live process: %s',
  async (pool) => {
    const [begun, ended] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()]
    const job = defineJob({
      name: `test.long_${pool}`,
      payload: Type.Object({}),
      retry: { limit: 1 },
      pool,
      async run() {
        begun.resolve()
        await ended.promise
      },
    })
    const worker = await startWorker(house.services, [{ name: 'test', jobs: [job as never] }], { alone: true })
    await enqueue(house.services.db, job, {})
    await begun.promise
    // Otherwise the next heartbeat would take it for the job of a dead process, free it, and run it a second time beside the first.
    const { rows } = await sql<{ owners: number }>`select count(p.id)::int as owners
    from graphile_worker._private_jobs j join graphile_worker._private_tasks t on t.id = j.task_id and t.identifier = ${job.name}
    left join ops.process p on j.locked_by = any (p.worker_ids)
    group by j.id`.execute(house.services.db)
    ended.resolve()
    await worker.stop()
    expect(rows).toEqual([{ owners: 1 }])
  },
)
