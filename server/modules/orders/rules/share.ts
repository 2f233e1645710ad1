/**
 * Cents of `quantity` units of a line, of which `before` units were accounted for already: the parts of a line always add up
 * to its total, whatever the pieces in which it comes back.
 * @param totalCents of the whole line of `units` units
 */
export function shareOf(totalCents: number, units: number, before: number, quantity: number): number {
  const upTo = (count: number) => (BigInt(totalCents) * BigInt(Math.min(count, units))) / BigInt(units)
  return Number(upTo(before + quantity) - upTo(before))
}
