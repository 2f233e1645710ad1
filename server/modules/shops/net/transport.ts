import { setTimeout as wait } from 'node:timers/promises'
import { type Fetcher, publicFetcher } from './fetch.ts'

/** How shops are reached; tests put their own in its place. */
export type Transport = {
  fetch: Fetcher
  sleep: (milliseconds: number, signal?: AbortSignal) => Promise<void>
  /** Only where nothing leaves the machine: addresses without TLS. */
  allowsHttp: boolean
}

const reaching = (isInside: boolean): Transport => ({
  fetch: publicFetcher(isInside ? { isAllowed: () => true } : {}),
  sleep: (milliseconds, signal) => wait(milliseconds, undefined, signal ? { signal } : {}),
  allowsHttp: isInside,
})
let standard = reaching(false)
let current = standard

/** Lets an installation reach shops of its own network, for everybody who may connect one; said once, at the start. */
export function allowPrivateAddresses(): void {
  standard = reaching(true)
  current = standard
}

export const transport = (): Transport => current
/** For tests; null puts the real one back. */
export const setTransport = (other: Transport | null) => void (current = other ?? standard)
