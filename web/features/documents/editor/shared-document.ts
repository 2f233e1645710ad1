import { HocuspocusProvider } from '@hocuspocus/provider'
import { useEffect, useState } from 'react'
import { IndexeddbPersistence } from 'y-indexeddb'
import * as Y from 'yjs'
import { ApiProblem, api } from '../../../kernel/api.ts'
import { localDataPrefix } from '../../../kernel/device.ts'
import { useMe } from '../../../kernel/me.tsx'

export type Shared = { doc: Y.Doc; provider: HocuspocusProvider }
export type Refusal = 'refused' | 'tooMany' | 'tooLarge' | null
export type Connection = {
  /** The first attempt to connect is under way. */
  isTrying: boolean
  isConnected: boolean
  /** The text has been fetched at least once, from this device or from the server. */
  isReady: boolean
  /** There are edits that the server has not acknowledged. */
  isUnsaved: boolean
  canWrite: boolean
  refusal: Refusal
}
export type Person = { memberId: string; name: string; colour: number }

const begin: Connection = {
  isTrying: true,
  isConnected: false,
  isReady: false,
  isUnsaved: false,
  canWrite: false,
  refusal: null,
}
const localMs = 1500
const againMs = 2000

/**
 * The document as everybody writes it: kept on this device first, so that writing goes on without a connection, and merged
 * with the others' over a socket. A ticket is got for each connection, so that a sign-out ends it.
 */
export function useSharedDocument(documentId: string): {
  shared: Shared | null
  connection: Connection
  people: Person[]
} {
  const { workspace, member } = useMe()
  const [shared, setShared] = useState<Shared | null>(null)
  const [connection, setConnection] = useState(begin)
  const [people, setPeople] = useState<Person[]>([])
  const localName = `${localDataPrefix}document:${workspace.id}:${member.id}:${documentId}`

  useEffect(() => {
    const doc = new Y.Doc()
    const local = new IndexeddbPersistence(localName, doc)
    let provider: HocuspocusProvider | null = null
    let isOver = false
    let isPassing = false
    const set = (change: Partial<Connection>) => setConnection((old) => ({ ...old, ...change }))
    const reconnect = () =>
      setTimeout(() => {
        if (isOver || !navigator.onLine) return
        provider?.disconnect()
        void provider?.connect()
      }, againMs)

    const getTicket = async () => {
      isPassing = false
      try {
        return (await api('POST /documents/:id/tickets', { params: { id: documentId } })).ticket
      } catch (error) {
        isPassing = !(error instanceof ApiProblem) || error.status === 0 || error.status >= 429
        throw error
      }
    }
    const open = () => {
      if (isOver) return
      const { protocol, host } = window.location
      const opened = new HocuspocusProvider({
        url: `${protocol.replace('http', 'ws')}//${host}/api/v1/collab`,
        name: documentId,
        document: doc,
        token: getTicket,
        onAuthenticated: ({ scope }) => set({ canWrite: scope !== 'readonly', refusal: null }),
        onAuthenticationFailed: ({ reason }) => {
          if (isPassing) return void reconnect()
          set({ refusal: reason === 'too-many-connections' ? 'tooMany' : 'refused', canWrite: false })
        },
        onStatus: ({ status }) => set({ isConnected: status === 'connected' && opened.isSynced }),
        onSynced: () => set({ isTrying: false, isConnected: true, isReady: true }),
        onUnsyncedChanges: ({ number }) => set({ isUnsaved: number > 0 }),
        onStateless: ({ payload }) => set(noticeOf(payload)),
        onClose: () => {
          set({ isTrying: false, isConnected: false })
          // The server has closed the document, not the socket: begin anew.
          if (opened.configuration.websocketProvider.status === 'connected') reconnect()
        },
        onAwarenessChange: ({ states }) => setPeople(othersIn(states, doc.clientID, member.id)),
      })
      provider = opened
      setShared({ doc, provider: opened })
    }
    const goOffline = () => {
      set({ isTrying: false, isConnected: false })
      provider?.disconnect()
    }
    const comeBack = () => void provider?.connect()
    if (!navigator.onLine) set({ isTrying: false })
    window.addEventListener('offline', goOffline)
    window.addEventListener('online', comeBack)
    // A browser may refuse to keep anything; the server has it all the same.
    void Promise.race([local.whenSynced, new Promise((resolve) => setTimeout(resolve, localMs))]).then(() => {
      if (doc.getXmlFragment('default').length > 0) set({ isReady: true, canWrite: true })
      open()
    })
    return () => {
      isOver = true
      window.removeEventListener('offline', goOffline)
      window.removeEventListener('online', comeBack)
      provider?.destroy()
      void local.destroy()
      doc.destroy()
      setShared(null)
      setConnection(begin)
    }
  }, [documentId, localName, member.id])

  return { shared, connection, people }
}

function noticeOf(payload: string): Partial<Connection> {
  const notice: unknown = JSON.parse(payload)
  if (typeof notice !== 'object' || notice === null || !('type' in notice)) return {}
  if (notice.type === 'refused') return { refusal: 'tooLarge', canWrite: false }
  return notice.type === 'access' && 'canWrite' in notice ? { canWrite: notice.canWrite === true } : {}
}

/** Everybody else who has it open, each once. */
function othersIn(states: readonly { clientId: number; user?: unknown }[], own: number, memberId: string): Person[] {
  const people = new Map<string, Person>()
  for (const { clientId, user } of states) {
    if (clientId === own || !isPerson(user) || user.memberId === memberId) continue
    people.set(user.memberId, user)
  }
  return [...people.values()].sort((a, b) => a.name.localeCompare(b.name))
}

const isPerson = (user: unknown): user is Person =>
  typeof user === 'object' && user !== null && 'memberId' in user && 'name' in user && 'colour' in user
