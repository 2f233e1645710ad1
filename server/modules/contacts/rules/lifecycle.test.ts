import { expect, it } from 'vitest'
import { canMove, STAGES, TRANSITIONS } from './lifecycle.ts'

it('walks the line from subscriber to customer, one step after the other', () => {
  const line = ['subscriber', 'lead', 'mql', 'sal', 'opportunity', 'customer'] as const
  line.slice(1).forEach((to, index) => {
    expect(canMove(line[index] ?? to, to)).toBe(true)
  })
})

it('lets only a person make a sales-accepted lead, and only of a qualified one', () => {
  expect(canMove('mql', 'sal', 'rule')).toBe(false)
  expect(STAGES.filter((from) => canMove(from, 'sal'))).toEqual(['mql'])
})

it('never stays, never goes back to subscriber, never disqualifies or recycles a customer', () => {
  for (const stage of STAGES) {
    expect(canMove(stage, stage)).toBe(false)
    expect(canMove(stage, 'subscriber')).toBe(false)
    expect(new Set(TRANSITIONS[stage]).size).toBe(TRANSITIONS[stage].length)
  }
  expect(canMove('customer', 'disqualified')).toBe(false)
  expect(canMove('customer', 'recycled')).toBe(false)
})
