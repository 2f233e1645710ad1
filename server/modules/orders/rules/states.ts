import type { orderStates } from '#contract/orders.ts'

type State = (typeof orderStates)[number]
const way: readonly State[] = ['placed', 'paid', 'shipped', 'delivered']

/**
 * Whether a person may move an order so: forward by any number of steps, cancelled until it is delivered, and placed again when
 * it was cancelled by mistake. Shops say what they say: their states are taken as they come.
 */
export function canMoveOrder(from: State, to: State): boolean {
  if (to === 'cancelled') return from !== 'delivered' && from !== 'cancelled'
  if (from === 'cancelled') return to === 'placed'
  return way.indexOf(to) > way.indexOf(from)
}
