import { integer, text } from '../net/json.ts'
import type { ShopIssue } from './connector.ts'

/**
 * Units that a shop counts; it may sell below nothing, where nothing is there then. Null with an issue for what is no whole
 * number: what is known of the level stays.
 */
export function unitsOf(externalId: string, quantity: unknown): { onHand: number | null; issues: ShopIssue[] } {
  const written = text(quantity)
  const units = written === null ? 0 : integer(quantity)
  if (units !== null) return { onHand: Math.max(0, units), issues: [] }
  return { onHand: null, issues: [{ part: 'stock', externalId, rule: 'quantity_not_whole', detail: written ?? '' }] }
}
