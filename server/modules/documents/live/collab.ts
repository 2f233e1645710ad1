import { randomUUID } from 'node:crypto'
import type { IncomingMessage } from 'node:http'
import type { Duplex } from 'node:stream'
import { type Connection, type Document, Server } from '@hocuspocus/server'
import { applyAwarenessUpdate, encodeAwarenessUpdate } from 'y-protocols/awareness'
import * as Y from 'yjs'
import { createBatcher } from '#kernel/group-commit.ts'
import type { Services } from '#kernel/services.ts'
import { refuseUpgrade, type Upgrade } from '#kernel/upgrades.ts'
import { docOf } from '../shared/doc.ts'
import { loadParts, mostBytes, type Told, tell, type Written, writeUpdates } from '../shared/store.ts'
import { readAccess } from './access.ts'
import { openChannel } from './channel.ts'
import type { Context } from './context.ts'
import { gatherLive } from './gather-live.ts'
import { introduce } from './introduce.ts'
import { readUpdates } from './read-updates.ts'
import { openTicket, type Ticket } from './ticket.ts'

/** What it tells the editor besides the text. */
type Notice = { type: 'access'; canWrite: boolean } | { type: 'refused'; code: 'document_too_large' }

const path = '/api/v1/collab'
const mostSockets = 4000
const mostOfDocument = 200
const mostOfMember = 12
/** One message; a whole day of writing offline is far less. */
const mostOfMessage = 4 * 1024 * 1024
/** Then the socket is cut without a word. */
const mostOfFrame = 16 * 1024 * 1024
const gatherAfterMs = 1500
const gatherAtLatestMs = 8000
const lookAgainMs = 30_000
const presenceMs = 100
/** NOTIFY carries 8,000 bytes. */
const mostPresence = 7000
const unreadable = { code: 4400, reason: 'unreadable' }
const ended = { code: 4403, reason: 'access-ended' }
/** Of the ledger: what may end a sign-in, a membership, a permission, or a document. */
const mayEndAccess = /^(session|password|member|role|api_key|document)\./
const syncUpdate = 2
const syncStepTwo = 1

/**
 * Documents being written, over WebSockets (Hocuspocus on Yjs). An update is kept in the database before it is applied,
 * acknowledged or passed on: what an editor shows as saved is committed. Several processes on one database hear of each
 * other's updates and presence over NOTIFY.
 */
export function openCollab(services: Services): Upgrade {
  const { db, log } = services
  const processId = randomUUID()
  const open = new Map<string, { workspaceId: string; bytes: number }>()
  const sockets = new Set<Duplex>()
  let isClosing = false

  const writer = createBatcher<Written, boolean>({
    groupOf: ({ workspaceId }) => workspaceId,
    run: (items) => writeUpdates(db, processId, items),
    maxSize: 60,
    maxRunning: 4,
    maxRunningOfGroup: 1,
  })

  const server = new Server<Context>({
    quiet: true,
    stopOnSignals: false,
    debounce: gatherAfterMs,
    maxDebounce: gatherAtLatestMs,
    maxUnauthenticatedQueueSize: 256 * 1024,
    maxUnauthenticatedQueueMessages: 50,
    maxPendingDocuments: 5,
    websocketOptions: { maxPayload: mostOfFrame },

    async onAuthenticate({ token, documentName, connectionConfig, instance }) {
      const ticket = openTicket(services, token)
      const access = ticket?.documentId === documentName && !isClosing ? await readAccess(db, ticket) : null
      if (!ticket || !access) throw refusal('permission-denied')
      const others = instance.documents.get(documentName)?.getConnections() ?? []
      const own = others.filter(({ context }) => context.ticket.memberId === ticket.memberId)
      if (others.length >= mostOfDocument || own.length >= mostOfMember) throw refusal('too-many-connections')
      connectionConfig.readOnly = !access.canWrite
      return { ticket, access }
    },

    async onLoadDocument({ documentName, document, context }) {
      const { workspaceId } = context.ticket
      await channel.open()
      const parts = await loadParts(db, workspaceId, documentName)
      const state = Y.encodeStateAsUpdate(
        docOf(parts, (error) => log.warn({ err: error, documentName }, 'unreadable update')),
      )
      Y.applyUpdate(document, state)
      open.set(documentName, { workspaceId, bytes: state.length })
    },

    async beforeSync({ type, payload, document, connection, context }) {
      if ((type !== syncUpdate && type !== syncStepTwo) || connection.readOnly) return
      const one = open.get(document.name)!
      if (payload.length > mostOfMessage || one.bytes + payload.length > mostBytes)
        return makeReadOnly(connection, { type: 'refused', code: 'document_too_large' })
      if (!isReadable(payload)) {
        connection.readOnly = true
        return connection.close(unreadable)
      }
      if (type === syncStepTwo && Y.snapshotContainsUpdate(Y.snapshot(document), payload)) return
      const { ticket, access } = context
      const isTaken = await writer.submit({
        workspaceId: one.workspaceId,
        documentId: document.name,
        memberId: ticket.memberId,
        at: new Date(services.clock.now().getTime() + access.clockOffsetDays * 86_400_000),
        update: payload,
      })
      if (!isTaken) return makeReadOnly(connection, { type: 'access', canWrite: false })
      one.bytes += payload.length
    },

    async beforeHandleAwareness({ states, document, connection, context }) {
      if (connection && context) introduce(document, connection, context, states)
    },

    async onAwarenessUpdate({ documentName, added, updated, removed, transactionOrigin }) {
      if (transactionOrigin === fromElsewhere) return
      tellPresence(documentName, [...added, ...updated, ...removed])
    },

    async onStoreDocument({ documentName, clientsCount }) {
      const one = open.get(documentName)
      if (one && !isClosing) await gatherLive(services, one.workspaceId, documentName, { isOver: clientsCount === 0 })
    },

    async beforeUnloadDocument({ documentName }) {
      const one = open.get(documentName)
      if (one && !isClosing) await gatherLive(services, one.workspaceId, documentName, { isOver: true })
    },

    async afterUnloadDocument({ documentName }) {
      open.delete(documentName)
    },
  })
  const { hocuspocus } = server

  const channel = openChannel(services, {
    onTold: (told) => {
      if (told.from !== processId) hear(told).catch((error: unknown) => log.warn({ err: error }, 'update not heard'))
    },
    onLedger: ({ workspaceId, topics }) => {
      if (topics.some((topic) => mayEndAccess.test(topic)))
        void lookAgain((ticket) => ticket.workspaceId === workspaceId)
    },
    onGap: () => {
      for (const [name] of open) void hear({ from: null, written: { [name]: [] } })
    },
  })

  /** What another process, or an act over HTTP, has written in a document that is open here. */
  async function hear({ written = {}, presence = {} }: Told) {
    for (const [name, ids] of Object.entries(written)) {
      const document = await openDocument(name)
      const one = open.get(name)
      if (!document || !one) continue
      const updates = await readUpdates(db, one.workspaceId, name, ids)
      document.transact(() => {
        for (const update of updates) Y.applyUpdate(document, update)
      }, elsewhere)
      one.bytes += updates.reduce((bytes, update) => bytes + update.length, 0)
    }
    for (const [name, bytes] of Object.entries(presence)) {
      const document = hocuspocus.documents.get(name)
      if (document) applyAwarenessUpdate(document.awareness, Buffer.from(bytes, 'base64'), fromElsewhere)
    }
  }
  const openDocument = async (name: string): Promise<Document | null> =>
    (await hocuspocus.loadingDocuments.get(name)?.catch(() => null)) ?? hocuspocus.documents.get(name) ?? null

  const changedPresence = new Map<string, Set<number>>()
  function tellPresence(name: string, clients: readonly number[]) {
    const waiting = changedPresence.get(name)
    if (waiting) return clients.forEach((client) => void waiting.add(client))
    changedPresence.set(name, new Set(clients))
    setTimeout(() => {
      const changed = changedPresence.get(name) ?? new Set()
      changedPresence.delete(name)
      const awareness = hocuspocus.documents.get(name)?.awareness
      if (!awareness || isClosing) return
      // The document may have been opened anew meanwhile, without those who had it open before.
      const known = [...changed].filter((client) => awareness.meta.has(client))
      if (known.length === 0) return
      const bytes = Buffer.from(encodeAwarenessUpdate(awareness, known)).toString('base64')
      if (bytes.length > mostPresence) return
      tell(db, { from: processId, presence: { [name]: bytes } }).catch((error: unknown) =>
        log.warn({ err: error }, 'presence not told'),
      )
    }, presenceMs).unref()
  }

  /** Who has been signed out, removed or demoted meanwhile is cut off or may only read. */
  async function lookAgain(concerns: (ticket: Ticket) => boolean) {
    const connections = [...hocuspocus.documents.values()].flatMap((document) => document.getConnections())
    for (const connection of connections.filter(({ context }) => concerns(context.ticket))) {
      const access = await readAccess(db, connection.context.ticket).catch((error: unknown) => {
        log.warn({ err: error }, 'access not looked up')
        return connection.context.access
      })
      if (!access) {
        connection.close(ended)
        connection.webSocket.close(ended.code, ended.reason)
      } else if (access.canWrite !== connection.context.access.canWrite) {
        connection.context.access = access
        connection.readOnly = !access.canWrite
        send(connection, { type: 'access', canWrite: access.canWrite })
      }
    }
  }
  const looking = setInterval(() => void lookAgain(() => true), lookAgainMs).unref()

  return {
    path,
    take(request: IncomingMessage, socket: Duplex, head: Buffer) {
      if (!isFromHere(services, request)) return refuseUpgrade(socket, '403 Forbidden')
      if (isClosing || sockets.size >= mostSockets) return refuseUpgrade(socket, '503 Service Unavailable')
      sockets.add(socket)
      socket.on('close', () => sockets.delete(socket))
      socket.on('error', (error) => log.debug({ err: error }, 'socket of a document failed'))
      server.httpServer.emit('upgrade', request, socket, head)
    },
    async close() {
      isClosing = true
      clearInterval(looking)
      const left = [...open]
      hocuspocus.closeConnections()
      await writer.drain()
      await channel.close()
      for (const [name, { workspaceId }] of left)
        await gatherLive(services, workspaceId, name, { isOver: true }).catch((error: unknown) =>
          log.warn({ err: error }, 'document not gathered'),
        )
      for (const socket of sockets) socket.destroy()
    },
  }
}

/** Origins of changes that this process has only heard of: others store and tell them. */
const elsewhere = { source: 'local', skipStoreHooks: true } as const
const fromElsewhere = { source: 'redis' } as const

function isReadable(update: Uint8Array): boolean {
  try {
    Y.decodeUpdate(update)
    return true
  } catch {
    // Yjs throws whatever it stumbles over.
    return false
  }
}

const refusal = (reason: string) => Object.assign(new Error(), { reason })
const send = (connection: Connection, notice: Notice) => connection.sendStateless(JSON.stringify(notice))

/** Hocuspocus answers a read-only connection that its update was not taken, and applies nothing. */
function makeReadOnly(connection: Connection<Context>, notice: Notice) {
  connection.readOnly = true
  connection.context.access = { ...connection.context.access, canWrite: false }
  send(connection, notice)
}

/** Browsers say where a page comes from; programs say nothing, and need a ticket all the same. */
function isFromHere({ publicUrl }: Services, { headers }: IncomingMessage): boolean {
  if (!headers.origin) return true
  const from = URL.canParse(headers.origin) ? new URL(headers.origin).host : null
  return from === headers.host || from === new URL(publicUrl).host
}
