import type { EventRecord } from '#kernel/events.ts'
import { safetyStock } from './rules/availability.ts'

/** What the ledger tells of a level; from deviation and lead time follows what is safe to sell. */
export type LevelFacts = {
  productId: string
  sku: string
  name: string
  onHand: number
  reserved: number
  demandStdDev: number | null
  leadTimeDays: number | null
}
export type Changed = LevelFacts & { delta: number; reason: string }

export const changedEvent = ({ demandStdDev, leadTimeDays, ...changed }: Changed): EventRecord => ({
  name: 'stock.changed',
  data: { ...changed, available: changed.onHand - changed.reserved - safetyStock(demandStdDev, leadTimeDays) },
  subjects: [changed.productId],
})
