import { setTimeout as wait } from 'node:timers/promises'
import { type Fetcher, publicFetcher } from './fetch.ts'

/** How shops are reached; tests put their own in its place. */
export type Transport = {
  fetch: Fetcher
  sleep: (milliseconds: number, signal?: AbortSignal) => Promise<void>
  /** Only where nothing leaves the machine: addresses without TLS. */
  allowsHttp: boolean
}

/**
 * TANDEM_ALLOW_PRIVATE_ADDRESSES=true lets an installation reach shops of its own network; it counts for everybody who may
 * connect a shop, so it is said by whoever runs the machine and not in a screen.
 */
const isInside = process.env.TANDEM_ALLOW_PRIVATE_ADDRESSES === 'true'
const standard: Transport = {
  fetch: publicFetcher(isInside ? { isAllowed: () => true } : {}),
  sleep: (milliseconds, signal) => wait(milliseconds, undefined, signal ? { signal } : {}),
  allowsHttp: isInside,
}
let current = standard

export const transport = (): Transport => current
/** For tests; null puts the real one back. */
export const setTransport = (other: Transport | null) => void (current = other ?? standard)
