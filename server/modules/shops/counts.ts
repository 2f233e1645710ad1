import type { ShopPart } from './connectors/connector.ts'

export type PartCounts = { read: number; created: number; updated: number; skipped: number }
export type Counts = Partial<Record<ShopPart, PartCounts>>

export const noCounts = (): PartCounts => ({ read: 0, created: 0, updated: 0, skipped: 0 })

/** Sums by part. */
export function addCounts(to: Counts, more: Counts): Counts {
  const sum = { ...to }
  for (const part of Object.keys(more) as ShopPart[]) {
    const [a, b] = [sum[part] ?? noCounts(), more[part] ?? noCounts()]
    sum[part] = {
      read: a.read + b.read,
      created: a.created + b.created,
      updated: a.updated + b.updated,
      skipped: a.skipped + b.skipped,
    }
  }
  return sum
}
