import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { addDays } from '#kernel/calendar/zone.ts'
import { forecast, type Position, safetyStock } from './availability.ts'
import { demandOf } from './demand.ts'
import { parseFeed } from './feed-csv.ts'
import { judgeFeed } from './judge-feed.ts'
import { mayAnnounce } from './waitlist.ts'

const from = '2026-12-01'
const day = (number: number) => addDays(from, number - 1)
const ask = { from, to: day(14), uplift: 3 }
const buds: Position = {
  onHand: 420,
  reserved: 60,
  dailyDemand: 14,
  demandStdDev: 12,
  leadTimeDays: 7,
  inbound: [],
}
const coming = (on: number, confirmed = true) => ({
  ...buds,
  inbound: [{ expectedOn: day(on), quantity: 400, confirmed }],
})

describe('BUDS-PRO for 14 days at three times its demand', () => {
  test('safety stock is z·σ·√L', () => expect(safetyStock(12, 7)).toBe(52))

  test('needs 588 and has 308: out on day 8', () => {
    const answer = forecast(buds, ask, from)
    expect(answer).toMatchObject({
      needed: 588,
      available: 308,
      safetyStock: 52,
      runsOutOn: day(8),
      missing: 280,
      verdict: 'block',
    })
    expect(answer.days[6]).toEqual({ on: day(7), available: 14 })
    expect(answer.days).toHaveLength(14)
  })

  test('with 400 confirmed for day 5 it passes, at least 120 left on day 14', () => {
    expect(forecast(coming(5), ask, from)).toMatchObject({
      minimum: 120,
      minimumOn: day(14),
      runsOutOn: null,
      missing: 0,
      verdict: 'pass',
    })
  })

  test('slipped to day 9 it is 28 short on day 8', () => {
    expect(forecast(coming(9), ask, from)).toMatchObject({
      minimum: -28,
      minimumOn: day(8),
      runsOutOn: day(8),
      missing: 28,
      verdict: 'block',
    })
  })

  test('unconfirmed it only warns; overdue it counts like unconfirmed', () => {
    expect(forecast(coming(5, false), ask, from)).toMatchObject({ runsOutOn: day(8), verdict: 'warn' })
    const late = { ...buds, inbound: [{ expectedOn: addDays(from, -2), quantity: 400, confirmed: true }] }
    expect(forecast(late, ask, from).verdict).toBe('warn')
    expect(forecast(late, ask, addDays(from, -2)).verdict).toBe('pass')
  })
})

const positions = fc.record({
  onHand: fc.integer({ min: 0, max: 500 }),
  reserved: fc.integer({ min: 0, max: 100 }),
  dailyDemand: fc.double({ min: 0, max: 40, noNaN: true }),
  demandStdDev: fc.option(fc.integer({ min: 0, max: 20 })),
  leadTimeDays: fc.option(fc.integer({ min: 0, max: 30 })),
  inbound: fc.array(
    fc.record({
      expectedOn: fc.integer({ min: -3, max: 20 }).map(day),
      quantity: fc.integer({ min: 1, max: 300 }),
      confirmed: fc.boolean(),
    }),
    { maxLength: 4 },
  ),
})

test('the forecast adds up day by day, and more stock or an earlier delivery never makes it worse', () => {
  fc.assert(
    fc.property(positions, fc.double({ min: 0, max: 5, noNaN: true }), (position, uplift) => {
      const asked = { from, to: day(14), uplift }
      const answer = forecast(position, asked, from)
      expect(answer.minimum).toBe(Math.min(...answer.days.map(({ available }) => available)))
      expect(answer.runsOutOn).toBe(answer.days.find(({ available }) => available < 0)?.on ?? null)
      expect(answer.verdict === 'pass').toBe(answer.minimum >= 0)
      const rank = { block: 0, warn: 1, pass: 2 }
      const more = forecast({ ...position, onHand: position.onHand + 10 }, asked, from)
      expect(rank[more.verdict]).toBeGreaterThanOrEqual(rank[answer.verdict])
      const sure = { ...position, inbound: position.inbound.map((one) => ({ ...one, confirmed: true })) }
      expect(forecast(sure, asked, from).minimum).toBeGreaterThanOrEqual(answer.minimum)
    }),
  )
})

test('nobody is told of a unit that did not come in or that another may take', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: -5, max: 20 }),
      fc.integer({ min: 0, max: 20 }),
      fc.integer({ min: 0, max: 30 }),
      (available, cameIn, waiting) => {
        let told = 0
        while (told < waiting && mayAnnounce({ available, toAnnounce: cameIn - told, promised: told })) told++
        expect(told).toBe(Math.max(0, Math.min(available, cameIn, waiting)))
      },
    ),
  )
})

test('demand counts the days without a sale', () => {
  expect(demandOf([{ quantity: 10 }, { quantity: 20 }], 10)).toEqual({ mean: 3, deviation: 6.4 })
  expect(demandOf([], 0)).toEqual({ mean: 0, deviation: 0 })
})

const plain = { skuColumn: null, quantityColumn: null }

test('a feed is read by its header, whatever its dialect', () => {
  const feed = parseFeed(
    '\ufeff"Referencia";Nombre;Existencias\r\nA-1;"Altavoz; negro";12\r\nA-2;Barra;"3,0"\r\n\r\nA-3;X;-1\r\nA-4;X;1,5\r\n',
    plain,
  )
  expect([...feed!.levels]).toEqual([
    ['A-1', 12],
    ['A-2', 3],
    ['A-3', 0],
  ])
  expect(feed).toMatchObject({ malformed: 1, unreadSkus: ['A-4'], contradictory: 0, isCut: false })
  expect(parseFeed('nombre,precio\nx,1\n', plain)).toBeNull()
  expect(parseFeed('code,a,b\nX,1,2\n', { skuColumn: 'code', quantityColumn: 'B' })!.levels.get('X')).toBe(2)
  expect(parseFeed('sku,stock,shelf\nA,1,x\nB,2', plain)).toMatchObject({ isCut: true })
})

test.each([
  ['nothing', 'sku,stock\n', {}, 'empty'],
  ['a row that breaks off', 'sku,stock,x\nA,1,1\nB,2', {}, 'cut'],
  ['a last number that breaks off', 'sku,stock\nA,20\nB,2', { endedWhole: true }, 'cut'],
  ['no line break, as ever', 'sku,stock\nA,20\nB,2', { endedWhole: false }, null],
  ['units that nobody can read', 'sku,stock\nA,x\nB,2.5\n', {}, 'malformed'],
  ['half of what it was', 'sku,stock\nA,1\nB,1\n', { lastRows: 4 }, 'truncated'],
  ['numbers that cannot be', 'sku,stock\nA,1\nB,-4\nC,x\n', {}, 'malformed'],
  ['two truths about one SKU', 'sku,stock\nA,1\nA,2\n', {}, 'contradictory'],
  ['0 for everything', 'sku,stock\nA,0\nB,0\n', { inStock: 2, zeroed: 2 }, 'all_zero'],
  [
    '0 for most of what is there',
    `sku,stock\nZ,9\n${'ABCDEF'
      .split('')
      .map((sku) => `${sku},0`)
      .join('\n')}\n`,
    { inStock: 7, zeroed: 6 },
    'mostly_zero',
  ],
  ['0 where nothing was anyway', 'sku,stock\nA,0\nB,0\n', {}, null],
  ['what it always holds', 'sku,stock\nA,1\nB,2\n', { lastRows: 2 }, null],
])('a feed with %s', (_, text, known, reason) => {
  const verdict = judgeFeed(parseFeed(text, plain)!, {
    lastRows: null,
    endedWhole: null,
    inStock: 0,
    zeroed: 0,
    ...known,
  })
  expect(verdict?.reason ?? null).toBe(reason)
})
