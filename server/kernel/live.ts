import type { FastifyReply } from 'fastify'
import pg from 'pg'
import type { Logger } from 'pino'

type Message = { workspaceId: string; topics: string[]; ids: string[] }
type Listener = { workspaceId: string; memberId: string; reply: FastifyReply }
export type Live = {
  add(listener: Listener): void
  /** Open streams of one member, or of all. */
  count(memberId?: string): number
  /** Ends every stream and takes no more: an open stream would hold up the shutdown. */
  hangUp(): void
  close(): Promise<void>
}

const pingSeconds = 25
/** Then the screen connects anew, and whoever has been signed out or removed meanwhile is turned away. */
const longestStreamMinutes = 15
/** A screen that has fallen asleep and does not read is cut off before it fills the memory; it catches up on its return. */
const mostUnreadBytes = 256 * 1024

/**
 * Server-sent events: `record()` notifies inside its transaction, so screens hear of a change only after commit.
 * Messages carry names and ids, never data: the screen refetches with its own permissions.
 */
export async function startLive(url: string, log: Logger): Promise<Live> {
  const listeners = new Set<Listener>()
  let closing = false
  let client: pg.Client | null = null
  const connect = async (): Promise<void> => {
    const next = new pg.Client({ connectionString: url, application_name: 'tandem-live' })
    next.on('notification', ({ payload }) => payload && listeners.size > 0 && deliver(JSON.parse(payload) as Message))
    next.on('error', (error) => log.warn({ err: error }, 'live connection lost'))
    next.on('end', () => {
      if (closing) return
      // What was committed meanwhile was not heard: screens connect anew, and then refresh everything.
      for (const { reply } of listeners) reply.raw.end()
      setTimeout(
        () => void connect().catch((error: unknown) => log.warn({ err: error }, 'live connection failed')),
        1000,
      ).unref()
    })
    await next.connect()
    await next.query('listen tandem_live')
    client = next
  }
  const deliver = ({ workspaceId, topics, ids }: Message) => {
    const line = `data: ${JSON.stringify({ topics, ids })}\n\n`
    for (const { workspaceId: mine, reply } of listeners) {
      if (mine !== workspaceId) continue
      if (reply.raw.writableLength > mostUnreadBytes) reply.raw.destroy()
      else reply.raw.write(line)
    }
  }
  const hangUp = () => {
    closing = true
    clearInterval(ping)
    for (const { reply } of listeners) reply.raw.end()
    listeners.clear()
  }
  const ping = setInterval(
    () => listeners.forEach(({ reply }) => void reply.raw.write(': ping\n\n')),
    pingSeconds * 1000,
  )
  await connect()
  return {
    count: (memberId) =>
      memberId === undefined ? listeners.size : [...listeners].filter((one) => one.memberId === memberId).length,
    hangUp,
    add(listener) {
      const { raw } = listener.reply
      listener.reply.hijack()
      raw.writeHead(200, {
        'content-type': 'text/event-stream',
        'cache-control': 'no-store',
        'x-accel-buffering': 'no',
      })
      raw.write('retry: 2000\n\n')
      if (closing) return void raw.end()
      listeners.add(listener)
      const limit = setTimeout(() => raw.end(), longestStreamMinutes * 60_000).unref()
      raw.on('close', () => {
        clearTimeout(limit)
        listeners.delete(listener)
      })
    },
    async close() {
      hangUp()
      await client?.end()
    },
  }
}
