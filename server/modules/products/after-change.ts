import type { Tx } from '#kernel/db.ts'
import type { Actor } from '#kernel/events.ts'

export type Severity = 'critical' | 'major' | 'minor'
type Side = { value: string; unit: string | null } | null
export type SpecPublication = {
  productId: string
  version: number
  previous: number | null
  /** What really changed: 720 min after 12 h is no change. */
  changed: { key: string; label: string; before: Side; after: Side; severity: Severity }[]
}
type AfterSpec = (tx: Tx, actor: Actor, at: Date, changes: readonly SpecPublication[]) => Promise<unknown>
type AfterPrice = (tx: Tx, actor: Actor, at: Date, productIds: readonly string[]) => Promise<unknown>

const afterSpec: AfterSpec[] = []
const afterPrice: AfterPrice[] = []

/** What else happens when a sheet comes into force, in the same transaction. Said once by each, when modules are loaded. */
export const setAfterSpecPublished = (follow: AfterSpec) => void afterSpec.push(follow)
/** What else happens when prices in force change: one is set, begins on its day, or an offer ends. */
export const setAfterPriceChange = (follow: AfterPrice) => void afterPrice.push(follow)

export async function followSpecs(tx: Tx, actor: Actor, at: Date, changes: readonly SpecPublication[]): Promise<void> {
  if (changes.length > 0) for (const follow of afterSpec) await follow(tx, actor, at, changes)
}

export async function followPrices(tx: Tx, actor: Actor, at: Date, productIds: readonly string[]): Promise<void> {
  if (productIds.length > 0) for (const follow of afterPrice) await follow(tx, actor, at, productIds)
}
