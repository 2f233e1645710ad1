import { request } from 'node:http'
import type { AddressInfo } from 'node:net'
import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { record, systemActor } from '#kernel/events.ts'
import { newId } from '#kernel/id.ts'
import { startLive } from '#kernel/live.ts'
import { silentLog } from '#kernel/log.ts'
import { type Harness, startHarness, type TestWorkspace } from '#test/harness.ts'

let house: Harness
let port: number
beforeAll(async () => {
  house = await startHarness()
  house.services.live = await startLive(house.services.databaseUrl, silentLog())
  await house.app.listen({ port: 0, host: '127.0.0.1' })
  port = (house.app.server.address() as AddressInfo).port
})
afterAll(async () => {
  await house.services.live?.close()
  await house.close()
})

type Stream = {
  status: number
  next(): Promise<{ topics: string[]; ids: string[] }>
  close(): void
  ended: Promise<void>
}

/** A screen that listens; `next` answers the next message, whenever it comes. */
function listen({ apiKey }: Pick<TestWorkspace, 'apiKey'>): Promise<Stream> {
  return new Promise((resolve, reject) => {
    const call = request(
      { host: '127.0.0.1', port, path: '/api/v1/live', agent: false, headers: { authorization: `Bearer ${apiKey}` } },
      (response) => {
        const messages: { topics: string[]; ids: string[] }[] = []
        const waiting: ((message: { topics: string[]; ids: string[] }) => void)[] = []
        response.setEncoding('utf8').on('data', (chunk: string) => {
          for (const [, data] of chunk.matchAll(/^data: (.*)$/gm)) {
            const message = JSON.parse(data!) as { topics: string[]; ids: string[] }
            const taker = waiting.shift()
            if (taker) taker(message)
            else messages.push(message)
          }
        })
        resolve({
          status: response.statusCode!,
          next: () => new Promise((take) => (messages.length > 0 ? take(messages.shift()!) : waiting.push(take))),
          close: () => call.destroy(),
          ended: new Promise((end) => response.on('close', end)),
        })
      },
    )
    call.on('error', reject).end()
  })
}

const change = (workspaceId: string, name: string, spoil = false) =>
  house.services.db.transaction().execute(async (tx) => {
    const viewId = newId()
    await record(
      tx,
      systemActor(workspaceId),
      house.clock.now(),
      'view.saved',
      { viewId, list: 'contacts', name, shared: false },
      [viewId],
    )
    if (spoil) await sql`select 1 / 0`.execute(tx)
    return viewId
  })

test('a screen hears what was committed in its own workspace, and nothing else', async () => {
  const mine = await house.workspace()
  const other = await house.workspace()
  const screen = await listen(mine)
  expect(screen.status).toBe(200)
  await change(other.workspaceId, 'theirs')
  await expect(change(mine.workspaceId, 'spoilt', true)).rejects.toThrow('division by zero')
  const viewId = await change(mine.workspaceId, 'kept')
  expect(await screen.next()).toEqual({ topics: ['view.saved'], ids: [viewId] })
  screen.close()
  await screen.ended
})

test('a member has at most eight streams; strangers have none', async () => {
  const mine = await house.workspace()
  const screens = await Promise.all(Array.from({ length: 8 }, () => listen(mine)))
  expect(screens.map((screen) => screen.status)).toEqual(Array(8).fill(200))
  const ninth = await listen(mine)
  expect(ninth.status).toBe(429)
  expect((await listen({ apiKey: 'tdm_none' })).status).toBe(401)
  for (const screen of screens) screen.close()
})

test('open streams do not hold up the shutdown', async () => {
  const screen = await listen(await house.workspace())
  house.services.live!.hangUp()
  await screen.ended
})
