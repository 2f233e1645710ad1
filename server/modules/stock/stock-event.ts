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
/** Reserved units that are not there. */
export const uncoveredOf = ({ onHand, reserved }: Pick<LevelFacts, 'onHand' | 'reserved'>): number =>
  Math.max(0, reserved - onHand)

/** For the ledger where more reserved units are missing than before; else nothing. */
export function uncoveredEvents(
  before: Pick<LevelFacts, 'onHand' | 'reserved'>,
  { productId, sku, name, onHand, reserved }: LevelFacts,
): EventRecord[] {
  const uncovered = uncoveredOf({ onHand, reserved })
  if (uncovered <= uncoveredOf(before)) return []
  const data = { productId, sku, name, onHand, reserved, uncovered }
  return [{ name: 'stock.uncovered', data, subjects: [productId] }]
}

export type Changed = LevelFacts & { delta: number; reason: string }

export const changedEvent = ({ demandStdDev, leadTimeDays, ...changed }: Changed): EventRecord => ({
  name: 'stock.changed',
  data: { ...changed, available: changed.onHand - changed.reserved - safetyStock(demandStdDev, leadTimeDays) },
  subjects: [changed.productId],
})
