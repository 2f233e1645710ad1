import { createServer, type IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'
import { text } from 'node:stream/consumers'

export type Asked = {
  method: string
  path: string
  query: URLSearchParams
  headers: Record<string, string | undefined>
  body: string
}
export type Told = { status?: number; headers?: Record<string, string>; json?: unknown; text?: string }
export type FakeShop = {
  url: string
  asked: Asked[]
  /** Answered before the shop gets its turn, one for each request. */
  first: Told[]
  close(): Promise<void>
}

/** A shop of this machine: real HTTP, answers from fixtures that follow the public documentation. */
export async function startFakeShop(answer: (asked: Asked) => Told): Promise<FakeShop> {
  const asked: Asked[] = []
  const first: Told[] = []
  const server = createServer(async (request, reply) => {
    const one = await read(request)
    asked.push(one)
    const { status = 200, headers = {}, json, text: words } = first.shift() ?? answer(one)
    reply.writeHead(status, { 'content-type': words === undefined ? 'application/json' : 'text/html', ...headers })
    reply.end(words ?? JSON.stringify(json))
  })
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready))
  const { port } = server.address() as AddressInfo
  return {
    url: `http://127.0.0.1:${port}`,
    asked,
    first,
    close: () =>
      new Promise((done) => {
        server.close(() => done())
        server.closeAllConnections()
      }),
  }
}

async function read(request: IncomingMessage): Promise<Asked> {
  const { pathname, searchParams } = new URL(request.url ?? '/', 'http://shop')
  const headers = Object.fromEntries(Object.entries(request.headers).map(([name, value]) => [name, value?.toString()]))
  return { method: request.method ?? '', path: pathname, query: searchParams, headers, body: await text(request) }
}

export const basic = (user: string, password: string) =>
  `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}`
