import type { EventRecord } from '#kernel/events.ts'
import { safetyStock } from './rules/availability.ts'

export type Changed = {
  productId: string
  sku: string
  name: string
  onHand: number
  reserved: number
  demandStdDev: number | null
  leadTimeDays: number | null
  delta: number
  reason: string
}

export const changedEvent = ({ demandStdDev, leadTimeDays, ...changed }: Changed): EventRecord => ({
  name: 'stock.changed',
  data: { ...changed, available: changed.onHand - changed.reserved - safetyStock(demandStdDev, leadTimeDays) },
  subjects: [changed.productId],
})
