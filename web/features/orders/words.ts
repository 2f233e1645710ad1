/** The words of the contract, in the order in which they are offered. */
export const states = ['placed', 'paid', 'shipped', 'delivered', 'cancelled'] as const
export const sources = ['woocommerce', 'prestashop', 'shopify', 'deal', 'import', 'api', 'manual', 'demo'] as const
export const reasons = ['not_as_described', 'defective', 'wrong_item', 'late', 'changed_mind', 'other'] as const
export type Reason = (typeof reasons)[number]

/** States that an order may go to next, as `canMoveOrder` of the server has it. */
export function nextStates(from: (typeof states)[number]): (typeof states)[number][] {
  if (from === 'cancelled') return ['placed']
  const onward = states.slice(0, 4).slice(states.indexOf(from) + 1)
  return from === 'delivered' ? onward : [...onward, 'cancelled']
}
