import type { IncomingMessage } from 'node:http'
import type { Duplex } from 'node:stream'
import type { FastifyInstance } from 'fastify'

/** Connections of one address that go on as something else than HTTP (WebSockets). */
export type Upgrade = {
  /** Exact path, without query. */
  path: string
  /** Owns the socket from here on. */
  take(request: IncomingMessage, socket: Duplex, head: Buffer): void
  /** Ends what is open, in order, before the server stops listening. */
  close(): Promise<void>
}

const upgradeOf = (upgrades: readonly Upgrade[], request: IncomingMessage) =>
  upgrades.find(({ path }) => path === request.url?.split('?', 1)[0])

/** Option of the HTTP server: any other request that offers to upgrade (HTTP/2, say) is answered as if it had not. */
export const shouldUpgrade =
  (upgrades: readonly Upgrade[]) =>
  (request: IncomingMessage): boolean =>
    upgradeOf(upgrades, request) !== undefined

export function addUpgrades(app: FastifyInstance, upgrades: readonly Upgrade[]) {
  app.server.on('upgrade', (request: IncomingMessage, socket: Duplex, head: Buffer) =>
    upgradeOf(upgrades, request)?.take(request, socket, head),
  )
  app.addHook('preClose', async () => void (await Promise.all(upgrades.map((upgrade) => upgrade.close()))))
}

/** Turns a connection away before it is upgraded. */
export function refuseUpgrade(socket: Duplex, status: '403 Forbidden' | '503 Service Unavailable') {
  socket.end(`HTTP/1.1 ${status}\r\nconnection: close\r\ncontent-length: 0\r\n\r\n`)
}
