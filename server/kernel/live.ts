import type { FastifyReply } from 'fastify'
import pg from 'pg'
import type { Logger } from 'pino'

type Message = { workspaceId: string; topics: string[]; ids: string[] }
type Listener = { workspaceId: string; reply: FastifyReply }
export type Live = { add(listener: Listener): void; count(): number; close(): Promise<void> }

const pingSeconds = 25

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
    next.on('notification', ({ payload }) => payload && deliver(JSON.parse(payload) as Message))
    next.on('error', (error) => log.warn({ err: error }, 'live connection lost'))
    next.on('end', () => void (closing || setTimeout(() => void connect().catch(() => {}), 1000).unref()))
    await next.connect()
    await next.query('listen tandem_live')
    client = next
  }
  const deliver = ({ workspaceId, topics, ids }: Message) => {
    const line = `data: ${JSON.stringify({ topics, ids })}\n\n`
    for (const listener of listeners) if (listener.workspaceId === workspaceId) listener.reply.raw.write(line)
  }
  const ping = setInterval(() => listeners.forEach(({ reply }) => void reply.raw.write(': ping\n\n')), pingSeconds * 1000)
  await connect()
  return {
    count: () => listeners.size,
    add(listener) {
      const { raw } = listener.reply
      listener.reply.hijack()
      raw.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-store', 'x-accel-buffering': 'no' })
      raw.write('retry: 2000\n\n')
      listeners.add(listener)
      raw.on('close', () => listeners.delete(listener))
    },
    async close() {
      closing = true
      clearInterval(ping)
      for (const { reply } of listeners) reply.raw.end()
      await client?.end()
    },
  }
}
