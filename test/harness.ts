import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { FastifyInstance, LightMyRequestResponse } from 'fastify'
import { sql } from 'kysely'
import pg from 'pg'
import { Compile } from 'typebox/compile'
import { contract, publicContract } from '#contract/index.ts'
import type { Route } from '#contract/kit.ts'
import { openDatabase } from '#kernel/db.ts'
import { diskFiles } from '#kernel/files.ts'
import { newId } from '#kernel/id.ts'
import { silentLog } from '#kernel/log.ts'
import { deliverMail } from '#kernel/mail.ts'
import { registerModules } from '#kernel/register.ts'
import type { Services } from '#kernel/services.ts'
import { closed } from '#kernel/validation.ts'
import { runJob } from '#kernel/worker.ts'
import { type CreatedWorkspace, createWorkspace, seedWorkspace } from '#modules/accounts/public.ts'
import { buildApp } from '../server/app.ts'
import { modules } from '../server/modules.ts'
import { testSecret } from './test-secret.ts'

export type TestClock = { now(): Date; set(at: string | Date): void; advance(milliseconds: number): void }
export type Answer = { status: number; body: any; headers: LightMyRequestResponse['headers']; text: string }
export type Send = (
  key: string,
  input?: { body?: unknown; headers?: Record<string, string>; apiKey?: string | null },
) => Promise<Answer>
export type TestWorkspace = CreatedWorkspace & { send: Send }
export type Harness = {
  app: FastifyInstance
  services: Services
  clock: TestClock
  /** A workspace with an owner; `send('GET /contacts?limit=5')` speaks to /api/v1 with its key. */
  workspace(name?: string): Promise<TestWorkspace>
  /** Speaks to root addresses without credentials. */
  visit: Send
  /** Runs every job due at the clock's time, and those they queue, until none is left. Throws the first failure. */
  drain(): Promise<number>
  close(): Promise<void>
}

/** A Monday in working hours, Madrid time. */
export const monday = new Date('2026-11-23T09:00:00.000Z')

/** The whole application on a database of its own, cloned from the migrated template; no port, no worker, clock by hand. */
export async function startHarness({ at = monday }: { at?: Date } = {}): Promise<Harness> {
  const server = process.env.TANDEM_TEST_SERVER!
  const name = `test_${newId().replaceAll('-', '')}`
  await onServer(server, `create database ${name} template template_tandem`)
  const url = new URL(server)
  url.pathname = `/${name}`
  const { db, pool, close } = openDatabase(url.href, { max: 8 })
  const folder = await mkdtemp(join(tmpdir(), 'tandem-files-'))
  const clock = testClock(at)
  const services: Services = {
    db,
    pool,
    clock,
    files: diskFiles(folder),
    log: silentLog(),
    live: null,
    publicUrl: 'http://localhost',
    smtpUrl: null,
    secret: testSecret,
    databaseUrl: url.href,
  }
  registerModules(modules)
  const undo: (() => Promise<void>)[] = []
  for (const module of modules) if (module.start) undo.push(await module.start(services))
  const app = await buildApp({ services, modules, requestsPerMinute: null, checkReplies })
  return {
    app,
    services,
    clock,
    visit: sender(app, '', null),
    async workspace(workspaceName = 'Lumbre') {
      const owner = { userId: newId(), email: `owner-${newId()}@example.com`, name: 'Olga Owner' }
      const created = await db.transaction().execute(async (tx) => {
        const made = await createWorkspace(tx, clock.now(), {
          workspace: { name: workspaceName, locale: 'es', timeZone: 'Europe/Madrid', currency: 'EUR' },
          owner,
        })
        await seedWorkspace(tx, clock.now(), made, 'es')
        return made
      })
      return { ...created, send: sender(app, '/api/v1', created.apiKey) }
    },
    drain: () => drain(services),
    async close() {
      await app.close()
      for (const step of undo.reverse()) await step()
      await close()
      await rm(folder, { recursive: true, force: true })
      await onServer(server, `drop database if exists ${name} with (force)`)
    },
  }
}

export function testClock(at: Date): TestClock {
  let now = at.getTime()
  return {
    now: () => new Date(now),
    set: (to) => void (now = new Date(to).getTime()),
    advance: (milliseconds) => void (now += milliseconds),
  }
}

function sender(app: FastifyInstance, prefix: string, defaultKey: string | null): Send {
  return async (key, { body, headers = {}, apiKey = defaultKey } = {}) => {
    const [method, path] = key.split(' ') as ['GET', string]
    const response = await app.inject({
      method,
      url: prefix + path,
      headers: {
        'user-agent': 'Mozilla/5.0 (X11; Linux x86_64) Firefox/140.0',
        ...(apiKey && { authorization: `Bearer ${apiKey}` }),
        ...headers,
      },
      ...(body !== undefined && { payload: body as object }),
    })
    const isJson = String(response.headers['content-type'] ?? '').includes('json')
    return {
      status: response.statusCode,
      body: isJson ? response.json() : response.body,
      headers: response.headers,
      text: response.body,
    }
  }
}

async function drain(services: Services): Promise<number> {
  const jobs = new Map([deliverMail, ...modules.flatMap((module) => module.jobs ?? [])].map((job) => [job.name, job]))
  let done = 0
  for (;;) {
    const { rows } = await sql<{
      id: string
      task: string
      payload: unknown
    }>`select j.id::text, t.identifier as task, j.payload
      from graphile_worker._private_jobs j join graphile_worker._private_tasks t on t.id = j.task_id
      where j.run_at <= greatest(${services.clock.now()}::timestamptz, now()) and (j.attempts = 0) order by j.priority, j.run_at, j.id limit 100`.execute(
      services.db,
    )
    const due = rows.filter((row) => jobs.has(row.task))
    if (due.length === 0) return done
    for (const { id, task, payload } of due) {
      await sql`delete from graphile_worker._private_jobs where id = ${id}::bigint`.execute(services.db)
      await runJob(jobs.get(task)! as never, payload, services, {
        signal: new AbortController().signal,
        attempt: 1,
        lastAttempt: true,
      })
      done++
    }
  }
}

/** An answer that does not match its contract fails the test that got it. */
function checkReplies(key: string, status: number, payload: unknown) {
  const route: Route | undefined =
    (contract as Record<string, Route>)[key] ?? (publicContract as Record<string, Route>)[key]
  const expected = route?.status ?? (route?.reply ? 200 : 204)
  if (!route?.reply || status !== expected) return
  let check = compiled.get(key)
  if (!check) compiled.set(key, (check = Compile(closed(route.reply))))
  const plain: unknown = JSON.parse(JSON.stringify(payload))
  if (!check.Check(plain))
    throw new Error(`answer of ${key} does not match its contract: ${JSON.stringify(check.Errors(plain).slice(0, 5))}`)
}
const compiled = new Map<string, { Check(value: unknown): boolean; Errors(value: unknown): unknown[] }>()

async function onServer(url: string, statement: string) {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  await client.query(statement).finally(() => client.end())
}
