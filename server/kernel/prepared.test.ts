import { type Kysely, sql } from 'kysely'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { type Harness, startHarness } from '#test/harness.ts'
import { sqlState, type Tx } from './db.ts'
import { ask, lookUpByKey, sendAhead } from './prepared.ts'
import type { DB } from './schema.ts'

let house: Harness
beforeAll(async () => {
  house = await startHarness()
  await sql`create table ahead (n integer primary key)`.execute(house.services.db)
})
afterAll(() => house.close())
beforeEach(() => sql`truncate ahead`.execute(house.services.db))

const put = (tx: Tx, n: number) => sendAhead(tx, sql`insert into ahead (n) values (${n})`)
const work = <T>(work: (tx: Tx) => Promise<T>) => house.services.db.transaction().execute(work)
const kept = async () =>
  (await sql<{ n: number }>`select n from ahead order by n`.execute(house.services.db)).rows.map(({ n }) => n)
const stateOf = (promise: Promise<unknown>) => promise.then(() => 'committed', sqlState)

test('what was sent ahead is there for what follows, and committed with it', async () => {
  const seen = await work(async (tx) => {
    await lookUpByKey(tx)
    for (const n of [1, 2, 3]) await put(tx, n)
    return (await sql<{ n: number }>`select count(*)::int as n from ahead`.execute(tx)).rows[0]!.n
  })
  expect([seen, await kept()]).toEqual([3, [1, 2, 3]])
})

test('an error of what was sent ahead fails the commit, and nothing stays', async () => {
  const twice = work(async (tx) => {
    for (const n of [1, 2, 2, 3]) await put(tx, n)
  })
  expect([await stateOf(twice), await kept()]).toEqual(['23505', []])
})

test('whoever waits next is told the cause, not that the transaction is aborted', async () => {
  const states: unknown[] = []
  const failed = work(async (tx) => {
    await lookUpByKey(tx)
    for (const n of [1, 1]) await put(tx, n)
    await sql`select 1`.execute(tx).catch((error: unknown) => states.push(sqlState(error)))
    await sql`select 1`.execute(tx).catch((error: unknown) => states.push(sqlState(error)))
    throw new Error('left')
  })
  await expect(failed).rejects.toThrow('left')
  expect([states, await kept()]).toEqual([['23505', '25P02'], []])
})

test('a transaction that went on after an error is not taken for committed', async () => {
  const swallowed = work(async (tx) => {
    await put(tx, 1)
    await sql`insert into ahead (n) values (1)`.execute(tx).catch(() => null)
  })
  await expect(swallowed).rejects.toThrow('nothing was committed')
  expect(await kept()).toEqual([])
})

test('going back to a savepoint tells what went wrong behind it once, and the rest of the transaction stands', async () => {
  const states: unknown[] = []
  await work(async (tx) => {
    await put(tx, 1)
    await sql`savepoint here`.execute(tx)
    await put(tx, 1)
    await sql`release savepoint here`.execute(tx).catch((error: unknown) => states.push(sqlState(error)))
    await sql`rollback to savepoint here`.execute(tx)
    await put(tx, 2)
    await put(tx, 2)
    await sql`rollback to savepoint here`.execute(tx).catch((error: unknown) => states.push(sqlState(error)))
    await put(tx, 3)
  })
  expect([states, await kept()]).toEqual([
    ['23505', '23505'],
    [1, 3],
  ])
})

const count = (tx: Kysely<DB>) => ask<{ rowsSoFar: number }>(tx, sql`select count(*)::int as rows_so_far from ahead`)

test('what is asked is answered as of its turn, whenever the answer is wanted', async () => {
  const answers = await work(async (tx) => {
    const none = await count(tx)
    await put(tx, 1)
    const one = await count(tx)
    await put(tx, 2)
    await put(tx, 3)
    const three = await count(tx)
    return [await three(), await one(), await none(), await three()]
  })
  expect([answers.map((rows) => rows[0]!.rowsSoFar), await kept()]).toEqual([
    [3, 1, 0, 3],
    [1, 2, 3],
  ])
  expect(await (await count(house.services.db))()).toEqual([{ rowsSoFar: 3 }])
})

test('an error is told to whoever asked next, and fails the commit even if nobody wants the answer', async () => {
  const states: unknown[] = []
  const asked = work(async (tx) => {
    for (const n of [1, 1]) await put(tx, n)
    const [first, second] = [await count(tx), await count(tx)]
    await first().catch((error: unknown) => states.push(sqlState(error)))
    await second().catch((error: unknown) => states.push(sqlState(error)))
    throw new Error('left')
  })
  await expect(asked).rejects.toThrow('left')
  const unheard = (then: (tx: Tx) => Promise<unknown>) =>
    stateOf(
      work(async (tx) => {
        await ask(tx, sql`select 1 / 0`)
        // By now its answer has been there for long.
        for (let n = 0; n < 3; n++) await kept()
        await then(tx)
      }),
    )
  expect([states, await kept()]).toEqual([['23505', '25P02'], []])
  expect(await unheard(async () => {})).toBe('22012')
  expect(await unheard((tx) => sql`select 1`.execute(tx))).toBe('22012')
})

test('an answer tells nothing of what was sent after the question', async () => {
  const late = work(async (tx) => {
    const before = await count(tx)
    for (const n of [1, 1]) await put(tx, n)
    await before()
  })
  expect([await stateOf(late), await kept()]).toEqual(['23505', []])
})

test('a client that had an error serves the next transaction; outside of one nothing is sent ahead', async () => {
  for (let n = 0; n < 20; n++) {
    expect(await stateOf(work(async (tx) => void (await Promise.all([put(tx, n), put(tx, n)]))))).toBe('23505')
    await work((tx) => put(tx, n))
  }
  expect(await stateOf(sendAhead(house.services.db, sql`insert into ahead (n) values (0)`))).toBe('23505')
  expect((await kept()).length).toBe(20)
})

test('a transaction whose connection dies is not taken for committed', async () => {
  const killed = work(async (tx) => {
    const { rows } = await sql<{ pid: number }>`select pg_backend_pid() as pid`.execute(tx)
    await put(tx, 1)
    await sql`select pg_terminate_backend(${rows[0]!.pid})`.execute(house.services.db)
    await put(tx, 2)
  })
  await expect(killed).rejects.toThrow()
  expect(await kept()).toEqual([])
})
