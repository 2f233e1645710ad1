import pg from 'pg'
import type { Services } from '#kernel/services.ts'
import { channel, type Told } from '../shared/store.ts'

export type Ledger = { workspaceId: string; topics: string[] }
export type Channel = {
  /** Resolves when everything that is told from now on will be heard. */
  open(): Promise<void>
  close(): Promise<void>
}
type Heard = {
  onTold(told: Told): void
  /** Something was committed that may have changed who may do what. */
  onLedger(message: Ledger): void
  /** The connection was lost and is back: whatever was told meanwhile was not heard. */
  onGap(): void
}

const pauseMs = 1000

/** What other processes write in documents, and what the ledger says, as it is committed. Connects when first needed. */
export function openChannel(
  { databaseUrl, log }: Pick<Services, 'databaseUrl' | 'log'>,
  { onTold, onLedger, onGap }: Heard,
): Channel {
  let opening: Promise<pg.Client> | null = null
  let isClosed = false
  const connect = async (): Promise<pg.Client> => {
    const client = new pg.Client({ connectionString: databaseUrl, application_name: 'tandem-documents' })
    client.on('notification', ({ channel: name, payload = '' }) => {
      if (name === channel) onTold(JSON.parse(payload) as Told)
      else onLedger(JSON.parse(payload) as Ledger)
    })
    client.on('error', (error) => log.warn({ err: error }, 'connection of documents lost'))
    client.on('end', () => {
      opening = null
      if (!isClosed) retry()
    })
    await client.connect()
    await client.query(`listen ${channel}; listen tandem_live`)
    return client
  }
  const retry = () =>
    void setTimeout(() => {
      if (isClosed || opening) return
      open().then(onGap, (error: unknown) => {
        log.warn({ err: error }, 'connection of documents failed')
        retry()
      })
    }, pauseMs).unref()
  const open = async () => {
    opening ??= connect()
    await opening.catch((error: unknown) => {
      opening = null
      throw error
    })
  }
  return {
    open,
    async close() {
      isClosed = true
      const client = await opening?.catch(() => null)
      await client?.end()
    },
  }
}
