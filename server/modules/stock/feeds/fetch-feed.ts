const mostBytes = 100_000_000
const timeoutMs = 60_000

export class FeedUnavailable extends Error {
  readonly reason: 'unreachable' | 'status' | 'too_large'
  readonly params: Record<string, string | number>
  constructor(reason: FeedUnavailable['reason'], params: FeedUnavailable['params'] = {}) {
    super(reason)
    this.reason = reason
    this.params = params
  }
}

/** The text behind an address, whole or not at all. Throws `FeedUnavailable`. */
export async function fetchFeed(url: string): Promise<string> {
  const response = await ask(url)
  if (!response.ok) throw new FeedUnavailable('status', { status: response.status })
  const parts: Uint8Array[] = []
  let bytes = 0
  try {
    for await (const part of response.body ?? []) {
      bytes += part.byteLength
      if (bytes > mostBytes) throw new FeedUnavailable('too_large', { megabytes: mostBytes / 1_000_000 })
      parts.push(part)
    }
  } catch (error) {
    if (error instanceof FeedUnavailable) throw error
    throw new FeedUnavailable('unreachable', { detail: wordsOf(error) })
  }
  return decode(Buffer.concat(parts))
}

async function ask(url: string): Promise<Response> {
  try {
    return await fetch(url, {
      signal: AbortSignal.timeout(timeoutMs),
      headers: { accept: 'text/csv, text/plain;q=0.9, */*;q=0.5', 'user-agent': 'Tandem' },
    })
  } catch (error) {
    throw new FeedUnavailable('unreachable', { detail: wordsOf(error) })
  }
}

const wordsOf = (error: unknown): string => {
  const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error
  return cause instanceof Error ? cause.message.slice(0, 200) : ''
}

/** UTF-8, else Windows-1252, which Spanish ERPs still write. */
function decode(content: Buffer): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(content)
  } catch (error) {
    if (!(error instanceof TypeError)) throw error
    return new TextDecoder('windows-1252').decode(content)
  }
}
