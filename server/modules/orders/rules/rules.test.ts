import fc from 'fast-check'
import { expect, test } from 'vitest'
import { orderStates } from '#contract/orders.ts'
import { shareOf } from './share.ts'
import { canMoveOrder } from './states.ts'

test('a line that comes back in pieces is refunded to the cent', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 0, max: 9_000_000_000_000 }),
      fc.array(fc.integer({ min: 1, max: 1000 }), { minLength: 1, maxLength: 20 }),
      (totalCents, pieces) => {
        const units = pieces.reduce((sum, piece) => sum + piece, 0)
        let before = 0
        let refunded = 0
        for (const piece of pieces) {
          const cents = shareOf(totalCents, units, before, piece)
          expect(cents).toBeGreaterThanOrEqual(0)
          refunded += cents
          before += piece
        }
        expect(refunded).toBe(totalCents)
      },
    ),
  )
})

test('an order goes forward, or is cancelled before it arrives', () => {
  const allowed = orderStates.flatMap((from) =>
    orderStates.flatMap((to) => (canMoveOrder(from, to) ? `${from}→${to}` : [])),
  )
  expect(allowed).toEqual([
    'placed→paid',
    'placed→shipped',
    'placed→delivered',
    'placed→cancelled',
    'paid→shipped',
    'paid→delivered',
    'paid→cancelled',
    'shipped→delivered',
    'shipped→cancelled',
    'cancelled→placed',
  ])
})
